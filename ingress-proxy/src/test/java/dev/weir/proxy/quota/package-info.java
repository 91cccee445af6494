@NullMarked
package dev.weir.proxy.quota;

import org.jspecify.annotations.NullMarked;
