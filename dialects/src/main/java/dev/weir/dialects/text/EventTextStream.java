package dev.weir.dialects.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.sse.EventData;
import dev.weir.dialects.sse.EventScanner;
import dev.weir.dialects.sse.SseText;
import dev.weir.dialects.text.Located.Members;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** Server-sent events. */
final class EventTextStream implements TextStream {

  private final EventTexts texts;
  private final EventScanner scanner = new EventScanner();
  private final HeldBytes held = new HeldBytes();
  private boolean loose;

  EventTextStream(EventTexts texts) {
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
    for (int end = next(from); end >= 0; end = next(from)) {
      event(from, end, out);
      from = end;
    }
    held.dropTo(from);
    if (held.length() > EVENT_BYTES_MAX) {
      loose = true;
      passHeld(out);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  private int next(int from) {
    return scanner.endOfEvent(held.bytes(), from, held.length());
  }

  @Override
  public ByteBuffer finish() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean unended = held.length() > 0;
    if (unended) {
      event(0, held.length(), out);
      held.dropTo(held.length());
    }
    List<String> tails = texts.end();
    if (unended && !tails.isEmpty()) {
      out.writeBytes("\n\n".getBytes(UTF_8));
    }
    before(tails, out);
    return ByteBuffer.wrap(out.toByteArray());
  }

  private void passHeld(ByteArrayOutputStream out) {
    out.write(held.bytes(), 0, held.length());
    held.dropTo(held.length());
  }

  private void event(int from, int to, ByteArrayOutputStream out) {
    byte[] bytes = held.bytes();
    EventData data = EventData.of(bytes, from, to);
    if (data.is("[DONE]")) {
      before(texts.end(), out);
    } else if (!data.isEmpty()
        && Located.read(data.bytes(), data.from(), data.to(), false).orElse(Located.NONE)
            instanceof Members event) {
      Edits edits = new Edits();
      before(texts.take(event, edits), out);
      if (!edits.isEmpty()) {
        changed(bytes, from, to, data, edits, out);
        return;
      }
    }
    out.write(bytes, from, to - from);
  }

  private static void changed(
      byte[] bytes, int from, int to, EventData data, Edits edits, ByteArrayOutputStream out) {
    ByteBuffer with = edits.applied(data.bytes(), data.from(), data.to());
    if (hasOneDataLine(bytes, from, to)) {
      out.write(bytes, from, data.from() - from);
      out.write(with.array(), with.arrayOffset() + with.position(), with.remaining());
      out.write(bytes, data.to(), to - data.to());
    } else {
      // One holds it all, since line ends in JSON are white space.
      String name = nameOf(bytes, from, to);
      byte[] line = UTF_8.decode(with).toString().replace('\n', ' ').getBytes(UTF_8);
      out.writeBytes(name.isEmpty() ? SseText.data(line) : SseText.event(name, line));
    }
  }

  private static boolean hasOneDataLine(byte[] bytes, int from, int to) {
    return lines(bytes, from, to).filter(it -> it.equals("data") || it.startsWith("data:")).count()
        == 1;
  }

  private static String nameOf(byte[] bytes, int from, int to) {
    return lines(bytes, from, to)
        .filter(it -> it.startsWith("event:"))
        .map(it -> it.substring("event:".length()).strip())
        .findFirst()
        .orElse("");
  }

  private static Stream<String> lines(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8).lines();
  }

  private void before(List<String> events, ByteArrayOutputStream out) {
    for (String data : events) {
      String name = texts.eventName(data);
      byte[] bytes = data.getBytes(UTF_8);
      out.writeBytes(name.isEmpty() ? SseText.data(bytes) : SseText.event(name, bytes));
    }
  }
}
