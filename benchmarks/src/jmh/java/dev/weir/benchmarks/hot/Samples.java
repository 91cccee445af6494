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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The same request and the same answer in every dialect. */
final class Samples {

  private static final String CHAT =
      "{\"model\":\"model\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":"
          + "\"be brief\"},{\"role\":\"user\",\"content\":\""
          + "Summarise how a weir regulates the water of a river. ".repeat(18)
          + "\"}]}";

  /** What an agent sends in its sixth turn: eight tools, five calls with their results; 10 KB. */
  private static final String AGENT =
      "{\"model\":\"model\",\"stream\":true,\"tools\":["
          + joined(8, Samples::tool)
          + "],\"messages\":[{\"role\":\"system\",\"content\":\""
          + "You regulate a weir. ".repeat(50)
          + "\"},{\"role\":\"user\",\"content\":\"Is there too much water?\"},"
          + joined(5, Samples::turn)
          + "]}";

  private Samples() {}

  private static String joined(int times, IntFunction<String> each) {
    return IntStream.range(0, times).mapToObj(each).collect(Collectors.joining(","));
  }

  private static String tool(int number) {
    return """
    {"type":"function","function":{"name":"tool_%d","description":"%s","parameters":{
      "type":"object","properties":{"gate":{"type":"string","description":"Which gate."},
        "level":{"type":"number","description":"How high."},
        "mode":{"type":"string","enum":["open","shut","hold"]}},"required":["gate"]}}}
    """
        .formatted(number, "Moves a gate and says how high it stands afterwards. ".repeat(4));
  }

  private static String turn(int number) {
    return """
    {"role":"assistant","content":"I look at gate %1$d.","tool_calls":[{"id":"call_%1$d",
      "type":"function","function":{"name":"tool_%1$d",
        "arguments":"{\\"gate\\":\\"g%1$d\\",\\"mode\\":\\"hold\\"}"}}]},
    {"role":"tool","tool_call_id":"call_%1$d","content":"%2$s"}
    """
        .formatted(number, "The water stands at 1.4 m and rises. ".repeat(20));
  }

  static Dialect dialect(String name) {
    return Dialects.of(DialectName.of(name).orElseThrow());
  }

  static StreamWriter writer(Dialect dialect) {
    return dialect.streamWriter(new AnswerContext("r1", "model", true, 1_700_000_000));
  }

  /** About 1 KB. */
  static byte[] request(Dialect dialect) {
    return written(CHAT, dialect);
  }

  /** About 10 KB. */
  static byte[] agent(Dialect dialect) {
    return written(AGENT, dialect);
  }

  private static byte[] written(String chat, Dialect dialect) {
    return switch (dialect("openai-chat").read(chat.getBytes(UTF_8), CallAddress.SAYS_NOTHING)) {
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
