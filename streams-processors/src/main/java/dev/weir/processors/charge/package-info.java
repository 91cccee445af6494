/** What usage costs: rated usage records, and additive rows for those who pay. */
@NullMarked
package dev.weir.processors.charge;

import org.jspecify.annotations.NullMarked;
