@NullMarked
package dev.weir.dialects.catalogue;

import org.jspecify.annotations.NullMarked;
