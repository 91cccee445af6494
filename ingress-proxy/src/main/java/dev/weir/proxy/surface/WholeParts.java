package dev.weir.proxy.surface;

import java.nio.ByteBuffer;

/**
 * Lets the parts of a stream pass when they are whole: what Weir adds at the end of one that broke
 * off must not be taken for the rest of a part. Bytes are never altered.
 */
sealed interface WholeParts permits WholeEvents, WholeElements {

  /** What may pass of these bytes, which are backed by an array, and of what was held. */
  ByteBuffer pass(ByteBuffer bytes);

  /** What was held, at the end of a stream that is whole. */
  ByteBuffer rest();

  /** Whether what came is no such stream, or has a part beyond the limit. */
  boolean areBroken();
}
