/** What callers see through the HTTP port. */
@NullMarked
package dev.weir.endtoend.traffic;

import org.jspecify.annotations.NullMarked;
