/** Which model answers a name that callers use: a decision without clock, I/O or randomness. */
@NullMarked
package dev.weir.governance.routing;

import org.jspecify.annotations.NullMarked;
