/**
 * The processors: what the log of prompts, answers and usage means. One Kafka Streams application
 * whose sub-topologies each answer one question; everything they conclude is a topic again.
 */
@NullMarked
package dev.weir.processors;

import org.jspecify.annotations.NullMarked;
