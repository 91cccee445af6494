@NullMarked
package dev.weir.sinks;

import org.jspecify.annotations.NullMarked;
