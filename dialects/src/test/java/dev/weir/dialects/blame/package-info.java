@NullMarked
package dev.weir.dialects.blame;

import org.jspecify.annotations.NullMarked;
