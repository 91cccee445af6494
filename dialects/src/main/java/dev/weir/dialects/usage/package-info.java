/** Token counts in Weir's disjoint classes, and estimates where a provider gave no count. */
@NullMarked
package dev.weir.dialects.usage;

import org.jspecify.annotations.NullMarked;
