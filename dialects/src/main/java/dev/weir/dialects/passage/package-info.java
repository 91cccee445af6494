/** What is read of answers that pass without being translated. */
@NullMarked
package dev.weir.dialects.passage;

import org.jspecify.annotations.NullMarked;
