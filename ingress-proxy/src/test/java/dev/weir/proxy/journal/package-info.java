@NullMarked
package dev.weir.proxy.journal;

import org.jspecify.annotations.NullMarked;
