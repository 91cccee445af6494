/**
 * What the processors decide by: policy, prices and data keys, made from compacted topics by one
 * {@link dev.weir.schemas.view.TopicFollower}. Read whole before the streams start, followed ever
 * after, and caught up on demand where something is missing.
 */
@NullMarked
package dev.weir.processors.view;

import org.jspecify.annotations.NullMarked;
