/** The hot functions alone, under JMH. */
@NullMarked
package dev.weir.benchmarks.hot;

import org.jspecify.annotations.NullMarked;
