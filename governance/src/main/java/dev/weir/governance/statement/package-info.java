/**
 * Monthly statements: which chargeback rows belong to which, what they add up to, how shared costs
 * are split, and what closing one fixes.
 *
 * <p>Three things hold for any log, and are tested over seeds: each row is in exactly one
 * statement; the sum over all statements is the sum over all rows, shared costs or not; a closed
 * statement never changes.
 */
@NullMarked
package dev.weir.governance.statement;

import org.jspecify.annotations.NullMarked;
