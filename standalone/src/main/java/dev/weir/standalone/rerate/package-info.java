/**
 * Corrects what was charged when a price of the past changes: reads what usage was rated and
 * charged at, and writes the difference in one transaction (docs/decisions/0020).
 */
@NullMarked
package dev.weir.standalone.rerate;

import org.jspecify.annotations.NullMarked;
