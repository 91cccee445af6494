@NullMarked
package dev.weir.dialects.embedding;

import org.jspecify.annotations.NullMarked;
