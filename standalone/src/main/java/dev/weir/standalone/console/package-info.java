/** How things look on a terminal. */
@NullMarked
package dev.weir.standalone.console;

import org.jspecify.annotations.NullMarked;
