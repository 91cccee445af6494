/** How fast budgets are spent: reports for who looks, alerts for who does not. */
@NullMarked
package dev.weir.processors.burn;

import org.jspecify.annotations.NullMarked;
