package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.governance.guard.Inspection;
import dev.weir.governance.guard.TextMasker;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a stream anew, with what is found in its texts masked, but for what is thought. Of more
 * than {@value #TEXTS_MAX} texts that are open at once the oldest is taken to end: what it held
 * goes out, and what comes of it later is looked at as another text.
 */
final class MaskedWriter {

  /** No answer has as many, and each event looks at all of them. */
  static final int TEXTS_MAX = 256;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final StreamWriter writer;
  private final Inspection inspection;
  private final TextMasker masker;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
  private final TextWindow thoughts = new TextWindow();
  private boolean failed;

  /** A text whose end is held back; {@code like} is one of its events. */
  private record Open(HeldText text, AnswerEvent like, Delta delta) {}

  MaskedWriter(StreamWriter writer, Inspection inspection, TextMasker masker) {
    this.writer = writer;
    this.inspection = inspection;
    this.masker = masker;
  }

  void take(AnswerEvent event) {
    Delta delta = Delta.of(event).orElse(null);
    if (delta != null) {
      closeOthers(delta);
      if (event instanceof AnswerEvent.ThinkingDelta) {
        // Its signature comes at its end: altered, the caller could not give it back.
        thoughts.add(delta.text());
        thoughts.look(inspection);
        out.writeBytes(writer.write(event));
        return;
      }
      if (open.size() >= TEXTS_MAX && !open.containsKey(delta.place())) {
        closeOldest();
      }
      Open at =
          open.computeIfAbsent(
              delta.place(),
              _ -> new Open(new HeldText(inspection, masker, delta.isOfCall()), event, delta));
      write(at, at.text().add(delta.text()));
      return;
    }
    switch (event) {
      case AnswerEvent.Finished it -> close(it.choice(), true);
      case AnswerEvent.ToolCallStarted it -> close(it.choice(), false);
      case AnswerEvent.CustomCallStarted it -> close(it.choice(), false);
      case AnswerEvent.ThinkingSignature it -> close(it.choice(), false);
      case AnswerEvent.HiddenThinking it -> close(it.choice(), false);
      case AnswerEvent.Foreign it -> close(it.choice(), false);
      case AnswerEvent.Failed _ -> {
        closeAll();
        failed = true;
      }
      default -> {}
    }
    out.writeBytes(writer.write(event));
  }

  /** Another block of a choice ends those before it; calls of tools may interleave. */
  private void closeOthers(Delta delta) {
    open.values()
        .removeIf(each -> {
          boolean ends =
              each.delta().choice() == delta.choice()
                  && !each.delta().place().equals(delta.place())
                  && !(each.delta().isOfCall() && delta.isOfCall());
          if (ends) {
            write(each, each.text().end());
          }
          return ends;
        });
  }

  private void close(int choice, boolean callsToo) {
    open.values()
        .removeIf(each -> {
          boolean ends = each.delta().choice() == choice && (callsToo || !each.delta().isOfCall());
          if (ends) {
            write(each, each.text().end());
          }
          return ends;
        });
  }

  private void closeOldest() {
    Iterator<Open> each = open.values().iterator();
    Open oldest = each.next();
    each.remove();
    write(oldest, oldest.text().end());
  }

  private void closeAll() {
    open.values().forEach(each -> write(each, each.text().end()));
    open.clear();
  }

  private void write(Open at, String text) {
    if (!text.isEmpty()) {
      out.writeBytes(writer.write(Delta.with(at.like(), text)));
    }
  }

  /** No more events come. */
  void end(boolean whole) {
    closeAll();
    if (whole && !failed) {
      out.writeBytes(writer.end());
    }
  }

  ByteBuffer written() {
    if (out.size() == 0) {
      return NOTHING;
    }
    ByteBuffer written = ByteBuffer.wrap(out.toByteArray());
    out.reset();
    return written;
  }
}
