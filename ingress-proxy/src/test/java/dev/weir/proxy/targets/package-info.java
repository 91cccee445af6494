@NullMarked
package dev.weir.proxy.targets;

import org.jspecify.annotations.NullMarked;
