@NullMarked
package dev.weir.proxy.record;

import org.jspecify.annotations.NullMarked;
