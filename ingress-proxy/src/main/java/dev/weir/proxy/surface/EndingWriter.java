package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/** Writes a stream, and can end it at any event as one whose limit of tokens was met. */
final class EndingWriter {

  /** Providers give fewer; what is beyond is ended by the end of the stream. */
  private static final int CHOICES_MAX = 128;

  private final StreamWriter writer;
  private final BitSet open = new BitSet();

  EndingWriter(StreamWriter writer) {
    this.writer = writer;
  }

  byte[] write(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.TextDelta it -> begun(it.choice());
      case AnswerEvent.RefusalDelta it -> begun(it.choice());
      case AnswerEvent.ThinkingDelta it -> begun(it.choice());
      case AnswerEvent.ThinkingSignature it -> begun(it.choice());
      case AnswerEvent.HiddenThinking it -> begun(it.choice());
      case AnswerEvent.ToolCallStarted it -> begun(it.choice());
      case AnswerEvent.ToolCallDelta it -> begun(it.choice());
      case AnswerEvent.CustomCallStarted it -> begun(it.choice());
      case AnswerEvent.CustomCallDelta it -> begun(it.choice());
      case AnswerEvent.Foreign it -> begun(it.choice());
      case AnswerEvent.Finished it -> open.clear(Math.clamp(it.choice(), 0, CHOICES_MAX));
      case AnswerEvent.Started _, AnswerEvent.Used _, AnswerEvent.Failed _ -> {}
    }
    return writer.write(event);
  }

  private void begun(int choice) {
    if (choice >= 0 && choice < CHOICES_MAX) {
      open.set(choice);
    }
  }

  byte[] end() {
    return writer.end();
  }

  /** Nothing is written afterwards. */
  ByteBuffer cut() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    if (open.isEmpty()) {
      open.set(0);
    }
    open.stream()
        .forEach(choice ->
            out.writeBytes(
                writer.write(
                    new AnswerEvent.Finished(
                        choice, FinishReason.LENGTH, Optional.empty(), "length"))));
    out.writeBytes(writer.end());
    return ByteBuffer.wrap(out.toByteArray());
  }
}
