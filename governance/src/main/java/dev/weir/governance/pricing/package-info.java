/** What tokens cost: prices over time, and exact decimals from tokens to money. */
@NullMarked
package dev.weir.governance.pricing;

import org.jspecify.annotations.NullMarked;
