@NullMarked
package dev.weir.dialects.text;

import org.jspecify.annotations.NullMarked;
