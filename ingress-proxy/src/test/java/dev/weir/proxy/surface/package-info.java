@NullMarked
package dev.weir.proxy.surface;

import org.jspecify.annotations.NullMarked;
