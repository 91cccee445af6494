/** JSON on the wire of providers and callers: one parser with its limits, and reading by paths. */
@NullMarked
package dev.weir.dialects.json;

import org.jspecify.annotations.NullMarked;
