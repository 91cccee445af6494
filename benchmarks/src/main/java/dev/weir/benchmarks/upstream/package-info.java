/** The provider that answers at once, so that only the gateway is measured. */
@NullMarked
package dev.weir.benchmarks.upstream;

import org.jspecify.annotations.NullMarked;
