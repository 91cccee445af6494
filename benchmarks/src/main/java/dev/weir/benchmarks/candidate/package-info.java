/** What is compared: each way from a caller to the upstream, and how it is started. */
@NullMarked
package dev.weir.benchmarks.candidate;

import org.jspecify.annotations.NullMarked;
