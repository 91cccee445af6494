/** Kafka in this process: one node that is broker and controller, for one machine. */
@NullMarked
package dev.weir.standalone.broker;

import org.jspecify.annotations.NullMarked;
