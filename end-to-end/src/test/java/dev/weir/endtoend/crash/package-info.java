/** What is left after kill -9. */
@NullMarked
package dev.weir.endtoend.crash;

import org.jspecify.annotations.NullMarked;
