/** Weir as its users run it: processes of their own, started with the command line. */
@NullMarked
package dev.weir.endtoend.process;

import org.jspecify.annotations.NullMarked;
