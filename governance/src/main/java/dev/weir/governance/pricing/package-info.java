/**
 * What tokens cost: prices by token class, tier of service, length of the prompt and time,
 * discounts by team, and exact decimals from tokens to money.
 */
@NullMarked
package dev.weir.governance.pricing;

import org.jspecify.annotations.NullMarked;
