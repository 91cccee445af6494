/**
 * What leaves instead of a value that was found, and how the value comes back in the answer. Holds
 * values in memory, for one exchange, and shows them to nobody: no {@code toString} has them.
 */
@NullMarked
package dev.weir.governance.masking;

import org.jspecify.annotations.NullMarked;
