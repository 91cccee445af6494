/** From the log to the archive: one thread, one consumer, one lane per partition. */
@NullMarked
package dev.weir.sinks.feed;

import org.jspecify.annotations.NullMarked;
