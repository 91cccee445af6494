package dev.weir.proxy.record;

import dev.weir.schemas.event.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers relayed bytes into a frame: at most {@link #CONTENT_BYTES_MAX} of content and {@link
 * #CHUNKS_MAX} chunks. Holds no memory while it is empty: thousands of streams are mostly idle.
 */
final class FrameBuffer {

  static final int CONTENT_BYTES_MAX = 16 * 1024;
  static final int CHUNKS_MAX = 1024;

  private static final byte[] NOTHING = new byte[0];

  private byte[] content = NOTHING;
  private int length;
  private List<Chunk> chunks = List.of();
  private long sinceNanos;

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  boolean isFull() {
    return length == CONTENT_BYTES_MAX || chunks.size() == CHUNKS_MAX;
  }

  /** When the oldest chunk came, on the nano clock; meaningless while empty. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Takes as many bytes as fit, as one chunk; the rest stays in {@code bytes}. */
  void add(ByteBuffer bytes, long offsetMicros, long nowNanos) {
    if (chunks.isEmpty()) {
      chunks = new ArrayList<>(4);
      sinceNanos = nowNanos;
    }
    int taken = Math.min(bytes.remaining(), CONTENT_BYTES_MAX - length);
    if (length + taken > content.length) {
      int grown = Math.max(length + taken, Math.min(2 * content.length, CONTENT_BYTES_MAX));
      content = Arrays.copyOf(content, grown);
    }
    bytes.get(content, length, taken);
    length += taken;
    chunks.add(new Chunk(offsetMicros, taken));
  }

  byte[] content() {
    return content;
  }

  int length() {
    return length;
  }

  /** Gives the chunks away and starts anew. */
  List<Chunk> take() {
    List<Chunk> taken = chunks;
    chunks = List.of();
    content = NOTHING;
    length = 0;
    return taken;
  }
}
