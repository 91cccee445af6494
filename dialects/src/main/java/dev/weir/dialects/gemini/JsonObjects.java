package dev.weir.dialects.gemini;

import dev.weir.dialects.json.ElementScanner;
import dev.weir.dialects.sse.SseReader;
import java.io.ByteArrayOutputStream;

/**
 * Cuts the objects out of one JSON array that arrives in pieces of any size, as {@code
 * streamGenerateContent} answers without {@code alt=sse}.
 */
final class JsonObjects {

  private final ElementScanner scanner = new ElementScanner();

  /** The beginning of an object, with what stands before it. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private boolean tooLarge;

  /** Takes the next bytes; false where they are no such array or an object is too large. */
  boolean accept(byte[] bytes, int from, int to, SseReader.Sink sink) {
    int at = from;
    for (int end = scanner.endOfElement(bytes, at, to);
        end >= 0 && !tooLarge;
        end = scanner.endOfElement(bytes, at, to)) {
      hold(bytes, at, end);
      at = end;
      if (!tooLarge) {
        give(begun.toByteArray(), sink);
        begun.reset();
      }
    }
    if (!tooLarge && !scanner.isBroken()) {
      hold(bytes, at, to);
    }
    return !tooLarge && !scanner.isBroken();
  }

  private void hold(byte[] bytes, int from, int to) {
    tooLarge = (long) begun.size() + (to - from) > SseReader.EVENT_BYTES_MAX;
    if (tooLarge) {
      begun.reset();
    } else {
      begun.write(bytes, from, to - from);
    }
  }

  private static void give(byte[] element, SseReader.Sink sink) {
    int object = 0;
    while (element[object] != '{') {
      object++;
    }
    sink.data(element, object, element.length);
  }

  /** Whether the bytes ended inside an object. */
  boolean areCut() {
    return scanner.isInside();
  }
}
