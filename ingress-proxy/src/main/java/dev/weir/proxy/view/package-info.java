/**
 * What a proxy knows: immutable values made from compacted topics by one thread and read by all.
 *
 * <ol>
 *   <li>Only the follower's thread calls {@code replay}; it publishes by one reference.
 *   <li>An exchange takes a value once and keeps it.
 *   <li>What cannot be read changes nothing: the value before stays.
 * </ol>
 */
@NullMarked
package dev.weir.proxy.view;

import org.jspecify.annotations.NullMarked;
