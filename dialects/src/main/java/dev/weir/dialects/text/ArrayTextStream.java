package dev.weir.dialects.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.json.ElementScanner;
import dev.weir.dialects.text.Located.Members;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The elements of one JSON array: Gemini's streams without {@code alt=sse}. */
final class ArrayTextStream implements TextStream {

  private final EventTexts texts;
  private final ElementScanner scanner = new ElementScanner();
  private final HeldBytes held = new HeldBytes();
  private int shown;
  private boolean loose;

  ArrayTextStream(EventTexts texts) {
    this.texts = texts;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    if (loose) {
      return bytes;
    }
    held.add(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(held.length() + 64);
    int from = 0;
    for (int end = next(); end >= 0; end = next()) {
      element(from, end, out);
      from = end;
      shown = end;
    }
    if (!scanner.isInside()) {
      between(from, held.length(), out);
      from = held.length();
    }
    held.dropTo(from);
    shown = held.length();
    if (scanner.isBroken() || held.length() > EVENT_BYTES_MAX) {
      loose = true;
      between(0, held.length(), out);
      held.dropTo(held.length());
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  private int next() {
    return scanner.endOfElement(held.bytes(), shown, held.length());
  }

  @Override
  public ByteBuffer finish() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(held.bytes(), 0, held.length());
    held.dropTo(held.length());
    return ByteBuffer.wrap(out.toByteArray());
  }

  private void element(int from, int to, ByteArrayOutputStream out) {
    byte[] bytes = held.bytes();
    int start = from;
    while (bytes[start] != '{') {
      start++;
    }
    out.write(bytes, from, start - from);
    if (!(Located.read(bytes, start, to, false).orElse(Located.NONE) instanceof Members element)) {
      out.write(bytes, start, to - start);
      return;
    }
    Edits edits = new Edits();
    for (String data : texts.take(element, edits)) {
      out.writeBytes((data + ",\n").getBytes(UTF_8));
    }
    ByteBuffer with = edits.applied(bytes, start, to);
    out.write(with.array(), with.arrayOffset() + with.position(), with.remaining());
  }

  /** What lies between elements; what texts hold back goes before the last bracket. */
  private void between(int from, int to, ByteArrayOutputStream out) {
    byte[] bytes = held.bytes();
    for (int at = from; at < to; at++) {
      if (bytes[at] == ']') {
        for (String data : texts.end()) {
          out.writeBytes((",\n" + data).getBytes(UTF_8));
        }
      }
      out.write(bytes[at]);
    }
  }
}
