/** Ends for exchanges that never got one. */
@NullMarked
package dev.weir.processors.orphan;

import org.jspecify.annotations.NullMarked;
