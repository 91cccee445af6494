/** Weir beside its peers: what a gateway costs on one core. */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
