/**
 * How fast a budget is being spent, where that will end, and when somebody should hear of it. Pure
 * values over amounts by the minute and by the hour of event time: the same usage always gives the
 * same answers, in whatever order it came.
 */
@NullMarked
package dev.weir.governance.burn;

import org.jspecify.annotations.NullMarked;
