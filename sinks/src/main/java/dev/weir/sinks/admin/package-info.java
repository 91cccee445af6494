/** What an operator's tools ask a sinks process: is it alive, is it ready, what are its numbers. */
@NullMarked
package dev.weir.sinks.admin;

import org.jspecify.annotations.NullMarked;
