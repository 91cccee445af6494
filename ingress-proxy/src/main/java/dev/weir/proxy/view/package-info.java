/**
 * What a proxy knows: immutable values made from compacted topics by the thread of one {@link
 * dev.weir.schemas.view.TopicFollower} and read by all. An exchange takes a value once and keeps
 * it.
 */
@NullMarked
package dev.weir.proxy.view;

import org.jspecify.annotations.NullMarked;
