@NullMarked
package dev.weir.proxy.socket;

import org.jspecify.annotations.NullMarked;
