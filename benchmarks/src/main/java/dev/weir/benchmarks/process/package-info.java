/** Processes on chosen cores, what they consume, and the machine below them. */
@NullMarked
package dev.weir.benchmarks.process;

import org.jspecify.annotations.NullMarked;
