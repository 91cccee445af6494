package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.golden.Translation.gathered;
import static dev.weir.dialects.golden.Translation.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pieces of a call's arguments between words and other calls, as servers that guess ahead send. */
final class MingledCallsTest {

  private static final String END =
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}";

  private static String delta(String members) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" + members + "}}]}";
  }

  private static String call(int index, String id, String arguments) {
    String begin = id.isEmpty() ? "" : "\"id\":\"" + id + "\",\"type\":\"function\",";
    String name = id.isEmpty() ? "" : "\"name\":\"f\",";
    return "\"tool_calls\":[{\"index\":"
        + index
        + ","
        + begin
        + "\"function\":{"
        + name
        + "\"arguments\":\""
        + arguments.replace("\"", "\\\"")
        + "\"}}]";
  }

  /** What a client of that dialect makes of the stream that it gets. */
  private static JsonNode understood(DialectName to, String... chunks) {
    Dialect dialect = Dialects.of(to);
    AnswerContext context = new AnswerContext("r1", "asked", true, 1_700);
    StreamWriter writer = dialect.streamWriter(context);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Pieces.read(Dialects.of(OPENAI_CHAT), Translation.stream(OPENAI_CHAT, chunks))
        .forEach(it -> out.writeBytes(writer.write(it)));
    out.writeBytes(writer.end());
    List<AnswerEvent> events = Pieces.read(dialect, out.toByteArray());
    return json(new String(dialect.writeDocument(events, context), UTF_8));
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void keepsArgumentsWhoseEndComesWithWords(DialectName to) {
    JsonNode answer =
        understood(
            to,
            delta(call(0, "a", "")),
            delta(call(0, "", "{\"path\":\"/t\"")),
            delta("\"content\":\"zig\"," + call(0, "", "}")),
            delta("\"content\":\" zag\""),
            END);

    assertThat(answer.toString()).contains("/t").containsOnlyOnce("zig").containsOnlyOnce(" zag");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void keepsArgumentsThatComeByTurnsAndBetweenWords(DialectName to) {
    JsonNode answer =
        understood(
            to,
            delta(call(0, "a", "{\"path\":")),
            delta(call(1, "b", "{\"other\":")),
            delta("\"content\":\"so far\""),
            delta(call(1, "", "\"/u\"}")),
            delta(call(0, "", "\"/t\"}")),
            END);

    assertThat(answer.toString()).contains("/t", "/u").containsOnlyOnce("so far");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void takesAnObjectWithoutMembersForNothingWhereArgumentsFollow(DialectName to) {
    String[] chunks = {
      delta(call(0, "a", "{}")),
      delta(call(0, "", "{\"path\":\"/t\"}")),
      delta(call(1, "b", "{}")),
      END
    };

    assertThat(understood(to, chunks).toString()).contains("/t");
    assertThat(gathered(OPENAI_CHAT, to, chunks).toString()).contains("/t");
  }
}
