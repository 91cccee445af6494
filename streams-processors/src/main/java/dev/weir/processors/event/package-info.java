/** The events as they come from the log: once each, with the bytes that stand there. */
@NullMarked
package dev.weir.processors.event;

import org.jspecify.annotations.NullMarked;
