package dev.weir.benchmarks.hot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamWriter;
import java.io.ByteArrayOutputStream;

/** The same request and the same answer in every dialect. */
final class Samples {

  private static final String CHAT =
      "{\"model\":\"model\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":"
          + "\"be brief\"},{\"role\":\"user\",\"content\":\""
          + "Summarise how a weir regulates the water of a river. ".repeat(18)
          + "\"}]}";

  private Samples() {}

  static Dialect dialect(String name) {
    return Dialects.of(DialectName.of(name).orElseThrow());
  }

  static StreamWriter writer(Dialect dialect) {
    return dialect.streamWriter(new AnswerContext("r1", "model", true, 1_700_000_000));
  }

  /** About 1 KB. */
  static byte[] request(Dialect dialect) {
    return switch (dialect("openai-chat").read(CHAT.getBytes(UTF_8), CallAddress.SAYS_NOTHING)) {
      case Reading.Read(var read) -> dialect.write(read, new Losses()).body();
      case Reading.Wrong(_, String message) -> throw new IllegalStateException(message);
    };
  }

  /** What stands before the second event of text. */
  static byte[] head(Dialect dialect) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    begun(dialect, out);
    return out.toByteArray();
  }

  /** One event of text in the middle of an answer. */
  static byte[] chunk(Dialect dialect) {
    return begun(dialect, new ByteArrayOutputStream())
        .write(new AnswerEvent.TextDelta(0, "water flows over it"));
  }

  private static StreamWriter begun(Dialect dialect, ByteArrayOutputStream out) {
    StreamWriter writer = writer(dialect);
    out.writeBytes(writer.write(new AnswerEvent.Started("answer-1", "model", 1_700_000_000)));
    out.writeBytes(writer.write(new AnswerEvent.TextDelta(0, "first, ")));
    return writer;
  }
}
