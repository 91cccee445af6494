@NullMarked
package dev.weir.proxy.credential;

import org.jspecify.annotations.NullMarked;
