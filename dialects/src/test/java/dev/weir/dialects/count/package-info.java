@NullMarked
package dev.weir.dialects.count;

import org.jspecify.annotations.NullMarked;
