@NullMarked
package dev.weir.dialects.passage;

import org.jspecify.annotations.NullMarked;
