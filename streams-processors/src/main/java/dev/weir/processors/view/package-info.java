/**
 * In-memory views of the compacted topics: policy, prices and data keys. Read whole before the
 * streams start, followed ever after, and caught up on demand where something is missing.
 */
@NullMarked
package dev.weir.processors.view;

import org.jspecify.annotations.NullMarked;
