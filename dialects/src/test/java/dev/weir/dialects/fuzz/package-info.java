/**
 * What must hold of each parser for any bytes, and two ways to look for bytes for which it does
 * not: seeded mutations in every test run, and Jazzer, which follows the code's branches, when
 * asked to ({@code JAZZER_FUZZ=1}, one parser at a time).
 */
@NullMarked
package dev.weir.dialects.fuzz;

import org.jspecify.annotations.NullMarked;
