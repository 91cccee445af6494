@NullMarked
package dev.weir.sinks.feed;

import org.jspecify.annotations.NullMarked;
