/** The callers: closed loop, constant arrivals, streams, and streams that wait. */
@NullMarked
package dev.weir.benchmarks.load;

import org.jspecify.annotations.NullMarked;
