package dev.weir.proxy.surface;

import dev.weir.dialects.json.ElementScanner;
import dev.weir.dialects.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The elements of one JSON array, each with what stands before it. What stands after the last one
 * waits for the end, so that an error can always be one more element. Nobody can read half an
 * element, so all of it is held, up to the limit of the reader.
 */
final class WholeElements implements WholeParts {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] BRACKET = "\n]".getBytes(StandardCharsets.US_ASCII);

  private final ElementScanner scanner = new ElementScanner();

  /** What followed the last element that is whole. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private boolean tooLarge;

  @Override
  public ByteBuffer pass(ByteBuffer bytes) {
    byte[] array = bytes.array();
    int from = bytes.arrayOffset() + bytes.position();
    int to = from + bytes.remaining();
    int whole = from;
    for (int end = scanner.endOfElement(array, from, to);
        end >= 0;
        end = scanner.endOfElement(array, end, to)) {
      whole = end;
    }
    if (areBroken()) {
      return NOTHING;
    }
    ByteBuffer pass = passed(array, from, whole);
    tooLarge = (long) begun.size() + (to - whole) > SseReader.EVENT_BYTES_MAX;
    if (tooLarge) {
      begun.reset();
    } else {
      begun.write(array, whole, to - whole);
    }
    return pass;
  }

  private ByteBuffer passed(byte[] array, int from, int to) {
    if (from == to) {
      return NOTHING;
    }
    if (begun.size() == 0) {
      return ByteBuffer.wrap(array, from, to - from);
    }
    begun.write(array, from, to - from);
    ByteBuffer all = ByteBuffer.wrap(begun.toByteArray());
    begun.reset();
    return all;
  }

  /** The bracket, also where the provider forgot it: without it nobody could read the array. */
  @Override
  public ByteBuffer rest() {
    if (!scanner.isClosed()) {
      begun.writeBytes(BRACKET);
    }
    ByteBuffer rest = ByteBuffer.wrap(begun.toByteArray());
    begun.reset();
    return rest;
  }

  /** One object alone is no array: an error could not follow it. */
  @Override
  public boolean areBroken() {
    return tooLarge || scanner.isBroken() || scanner.isBare();
  }
}
