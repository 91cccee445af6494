/** Medians, ratios, goals, and their two renderings. */
@NullMarked
package dev.weir.benchmarks.report;

import org.jspecify.annotations.NullMarked;
