package dev.weir.dialects.gemini;

import dev.weir.dialects.sse.SseReader;
import java.io.ByteArrayOutputStream;

/**
 * Cuts the objects out of one JSON array that arrives in pieces of any size, as {@code
 * streamGenerateContent} answers without {@code alt=sse}.
 */
final class JsonObjects {

  private final ByteArrayOutputStream object = new ByteArrayOutputStream();
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean broken;

  /** Takes the next bytes; false where they are no such array or an object is too large. */
  boolean accept(byte[] bytes, int from, int to, SseReader.Sink sink) {
    broken = broken || !taken(bytes, from, to, sink);
    return !broken;
  }

  private boolean taken(byte[] bytes, int from, int to, SseReader.Sink sink) {
    int begin = from;
    for (int i = from; i < to; i++) {
      byte each = bytes[i];
      if (depth == 0 && each != '{') {
        if (!isBetween(each)) {
          return false;
        }
        begin = i + 1;
        continue;
      }
      if (inside(each)) {
        object.write(bytes, begin, i + 1 - begin);
        begin = i + 1;
        if (object.size() > SseReader.EVENT_BYTES_MAX) {
          return false;
        }
        byte[] whole = object.toByteArray();
        object.reset();
        sink.data(whole, 0, whole.length);
      }
    }
    object.write(bytes, begin, to - begin);
    return object.size() <= SseReader.EVENT_BYTES_MAX;
  }

  /** Takes a byte of an object; true where it is the last. */
  private boolean inside(byte each) {
    if (quoted) {
      if (escaped) {
        escaped = false;
      } else if (each == '\\') {
        escaped = true;
      } else if (each == '"') {
        quoted = false;
      }
      return false;
    }
    switch (each) {
      case '"' -> quoted = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
    return depth == 0;
  }

  private static boolean isBetween(byte each) {
    return switch (each) {
      case '[', ']', ',', ' ', '\t', '\r', '\n' -> true;
      default -> false;
    };
  }
}
