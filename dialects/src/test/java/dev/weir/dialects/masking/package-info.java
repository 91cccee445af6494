@NullMarked
package dev.weir.dialects.masking;

import org.jspecify.annotations.NullMarked;
