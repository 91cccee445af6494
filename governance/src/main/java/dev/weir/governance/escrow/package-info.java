/**
 * Sliced escrow: how a hard limit is kept by many proxies that do not wait for one another.
 *
 * <p>Credit exists once. A grantor ({@link dev.weir.governance.escrow.EscrowAccount}) gives parts
 * of a limit to proxies; a proxy ({@link dev.weir.governance.escrow.LocalCredit}) spends what it
 * was given and nothing else. All numbers that go up and down are cumulative, so that a message
 * that is lost, comes twice or comes late changes nothing. The idea is that of escrow transactions
 * (O'Neil, "The Escrow Transactional Method", ACM TODS 11(4), 1986) and of the demarcation protocol
 * (Barbara and Garcia-Molina, VLDB Journal 3(3), 1994); leases are as in Gray and Cheriton (SOSP
 * 1989), measured by each side on its own clock. No clock, no threads.
 */
@NullMarked
package dev.weir.governance.escrow;

import org.jspecify.annotations.NullMarked;
