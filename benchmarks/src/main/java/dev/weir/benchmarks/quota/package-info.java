/** Measures the loop from usage to quota state and from demand to credit. */
@NullMarked
package dev.weir.benchmarks.quota;

import org.jspecify.annotations.NullMarked;
