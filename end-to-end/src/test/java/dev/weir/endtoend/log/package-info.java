/** Reads the log as any consumer would, and says what adds up in it. */
@NullMarked
package dev.weir.endtoend.log;

import org.jspecify.annotations.NullMarked;
