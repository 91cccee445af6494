package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.gathered;
import static dev.weir.dialects.golden.Translation.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of a call's arguments between words and other calls, as servers that guess ahead send. */
final class MingledCallsTest {

  private static final String END =
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}";

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  private static String delta(String members) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" + members + "}}]}";
  }

  private static String call(int index, String id, String arguments) {
    String begin = id.isEmpty() ? "" : "\"id\":\"" + id + "\",\"type\":\"function\",";
    String name = id.isEmpty() ? "" : "\"name\":\"f" + id + "\",";
    return "\"tool_calls\":[{\"index\":"
        + index
        + ","
        + begin
        + "\"function\":{"
        + name
        + "\"arguments\":"
        + Json.text(TextNode.valueOf(arguments))
        + "}}]";
  }

  private static String words(String text) {
    return delta("\"content\":\"" + text + "\"");
  }

  /** What a client of that dialect reads of the stream that it gets, piece by piece. */
  private static List<AnswerEvent> read(DialectName to, String... chunks) {
    Dialect dialect = Dialects.of(to);
    StreamWriter writer = dialect.streamWriter(CONTEXT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Pieces.read(Dialects.of(OPENAI_CHAT), Translation.stream(OPENAI_CHAT, chunks))
        .forEach(it -> out.writeBytes(writer.write(it)));
    out.writeBytes(writer.end());
    return Pieces.read(dialect, out.toByteArray());
  }

  /** The calls as the pieces on the wire say them: name and arguments, which must be JSON. */
  private static List<String> calls(List<AnswerEvent> events) {
    Map<Integer, String> names = new LinkedHashMap<>();
    Map<Integer, String> arguments = new HashMap<>();
    for (AnswerEvent event : events) {
      switch (event) {
        case AnswerEvent.ToolCallStarted it -> names.put(it.call(), it.name());
        case AnswerEvent.ToolCallDelta it -> arguments.merge(it.call(), it.json(), String::concat);
        default -> {}
      }
    }
    return names.entrySet().stream()
        .map(it -> it.getValue() + json(arguments.getOrDefault(it.getKey(), "{}")))
        .toList();
  }

  private static String text(List<AnswerEvent> events) {
    return events.stream()
        .map(it -> it instanceof AnswerEvent.TextDelta text ? text.text() : "")
        .collect(Collectors.joining());
  }

  /** No piece of a call comes after something else began. */
  private static void assertOneAfterTheOther(List<AnswerEvent> events) {
    int open = -1;
    for (AnswerEvent event : events) {
      switch (event) {
        case AnswerEvent.ToolCallStarted it -> open = it.call();
        case AnswerEvent.TextDelta _ -> open = -1;
        case AnswerEvent.ToolCallDelta it -> assertThat(it.call()).isEqualTo(open);
        default -> {}
      }
    }
  }

  private static List<AnswerEvent> checked(DialectName to, String... chunks) {
    List<AnswerEvent> events = read(to, chunks);
    if (to == DialectName.ANTHROPIC || to == DialectName.BEDROCK) {
      assertOneAfterTheOther(events);
    }
    return events;
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void keepsArgumentsWhoseEndComesWithWords(DialectName to) {
    List<AnswerEvent> events =
        checked(
            to,
            delta(call(0, "a", "")),
            delta(call(0, "", "{\"path\":\"/t\"")),
            delta("\"content\":\"zig\"," + call(0, "", "}")),
            words(" zag"),
            END);

    assertThat(calls(events)).containsExactly("fa{\"path\":\"/t\"}");
    assertThat(text(events)).isEqualTo("zig zag");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void keepsArgumentsThatComeByTurnsAndBetweenWords(DialectName to) {
    List<AnswerEvent> events =
        checked(
            to,
            delta(call(0, "a", "{\"path\":")),
            delta(call(1, "b", "{\"other\":")),
            words("so far"),
            delta(call(1, "", "\"/u\"}")),
            delta(call(0, "", "\"/t\"}")),
            END);

    assertThat(calls(events)).containsExactly("fa{\"path\":\"/t\"}", "fb{\"other\":\"/u\"}");
    assertThat(text(events)).isEqualTo("so far");
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

    assertThat(calls(checked(to, chunks))).containsExactly("fa{\"path\":\"/t\"}", "fb{}");
    assertThat(gathered(OPENAI_CHAT, to, chunks).toString()).contains("/t");
  }

  static Stream<Arguments> objectsWithoutMembersInPieces() {
    Map<List<String>, String> pieces =
        Map.of(
            List.of("{", "}", "\n"), "{}",
            List.of("{", "}", "{\"x\":1}"), "{\"x\":1}",
            List.of("{}", "\n"), "{}",
            List.of("{}{\"x\":1}"), "{\"x\":1}",
            List.of("{ ", "\n\"x\"", ":1}", "{\"x\":1}"), "{\"x\":1}");
    return pieces.entrySet().stream()
        .flatMap(it ->
            Stream.of(ANTHROPIC, GEMINI, OPENAI_RESPONSES, BEDROCK)
                .map(to -> arguments(to, it.getKey(), it.getValue())));
  }

  @ParameterizedTest
  @MethodSource("objectsWithoutMembersInPieces")
  void tellsOneObjectHoweverItsPiecesCome(DialectName to, List<String> pieces, String expected) {
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      chunks.add(delta(call(0, i == 0 ? "a" : "", pieces.get(i))));
    }
    chunks.add(END);
    String[] all = chunks.toArray(String[]::new);

    assertThat(calls(checked(to, all))).containsExactly("fa" + expected);
    assertThat(
            Gathered.of(Pieces.read(Dialects.of(OPENAI_CHAT), Translation.stream(OPENAI_CHAT, all)))
                .choices()
                .getFirst()
                .parts(Part.ToolCall.class))
        .map(it -> json(it.arguments()))
        .containsExactly(json(expected));
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void keepsArgumentsThatFollowAnObjectWithoutMembersLater(DialectName to) {
    List<AnswerEvent> events =
        checked(
            to,
            delta(call(0, "a", "{}")),
            delta(call(1, "b", "{}")),
            words("hm"),
            delta(call(0, "", "{\"x\":1}")),
            delta(call(1, "", "{\"y\":2}")),
            END);

    assertThat(calls(events)).containsExactly("fa{\"x\":1}", "fb{\"y\":2}");
    assertThat(text(events)).isEqualTo("hm");
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC,''",
    "ANTHROPIC,{}",
    "ANTHROPIC,{",
    "BEDROCK,''",
    "BEDROCK,{}",
    "BEDROCK,{"
  })
  void waitsNotLongForArgumentsOfACallThatHasNone(DialectName to, String arguments) {
    StreamWriter writer = Dialects.of(to).streamWriter(CONTEXT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] chunks = new String[1_001];
    Arrays.fill(chunks, words("0123456789"));
    chunks[0] = delta(call(0, "a", arguments));
    List<AnswerEvent> events =
        Pieces.read(Dialects.of(OPENAI_CHAT), Translation.stream(OPENAI_CHAT, chunks));
    int last = 0;
    for (AnswerEvent event : events.subList(0, events.size() - 1)) {
      out.writeBytes(writer.write(event));
      if (last++ == 200) {
        assertThat(text(Pieces.read(Dialects.of(to), out.toByteArray()))).isNotEmpty();
      }
    }

    List<AnswerEvent> told = Pieces.read(Dialects.of(to), out.toByteArray());
    assertThat(text(told)).hasSize(10_000);
    assertThat(calls(told)).containsExactly("fa{}");
    assertOneAfterTheOther(told);
  }

  @Test
  void gathersArgumentsForGeminiBehindAnUnfinishedCallWithinALimit() {
    StreamWriter writer = Dialects.of(GEMINI).streamWriter(CONTEXT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(writer.write(new AnswerEvent.Started("c", "m", 1)));
    out.writeBytes(
        writer.write(new AnswerEvent.ToolCallStarted(0, 0, "a", "fa", Optional.empty())));
    out.writeBytes(writer.write(new AnswerEvent.ToolCallDelta(0, 0, "{\"x\":")));
    int calls = 3_000;
    for (int i = 1; i <= calls; i++) {
      out.writeBytes(
          writer.write(new AnswerEvent.ToolCallStarted(0, i, "b" + i, "fb", Optional.empty())));
      out.writeBytes(
          writer.write(
              new AnswerEvent.ToolCallDelta(0, i, "{\"y\":\"" + "0".repeat(1_000) + "\"}")));
      assertThat(i * 1_000 - out.size()).isLessThan(1 << 20);
    }

    List<AnswerEvent> told = Pieces.read(Dialects.of(GEMINI), out.toByteArray());
    assertThat(calls(told).getFirst()).isEqualTo("fa{}");
    assertThat(calls(told)).hasSizeGreaterThan(calls - 2);
  }

  @Test
  void waitsNotLongForGeminiBehindACallThatHasNoArguments() {
    StreamWriter writer = Dialects.of(GEMINI).streamWriter(CONTEXT);
    writer.write(new AnswerEvent.Started("c", "m", 1));
    writer.write(new AnswerEvent.ToolCallStarted(0, 0, "a", "fa", Optional.empty()));
    writer.write(new AnswerEvent.ToolCallStarted(0, 1, "b", "fb", Optional.empty()));
    byte[] first =
        writer.write(new AnswerEvent.ToolCallDelta(0, 1, "{\"y\":\"" + "0".repeat(5_000)));

    assertThat(new String(first, UTF_8)).contains("\"fa\"").doesNotContain("\"fb\"");
  }

  @Test
  void givesLongArgumentsToGeminiWhole() {
    StreamWriter writer = Dialects.of(GEMINI).streamWriter(CONTEXT);
    writer.write(new AnswerEvent.Started("c", "m", 1));
    writer.write(new AnswerEvent.ToolCallStarted(0, 0, "a", "fa", Optional.empty()));
    writer.write(new AnswerEvent.ToolCallDelta(0, 0, "{\"x\":\""));
    AnswerEvent more = new AnswerEvent.ToolCallDelta(0, 0, "0".repeat(1 << 20));
    for (int i = 0; i < 7; i++) {
      assertThat(writer.write(more)).isEmpty();
    }
    writer.write(new AnswerEvent.ToolCallDelta(0, 0, "\"}"));

    assertThat(
            writer.write(
                new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "")))
        .hasSizeGreaterThan(7 << 20);
  }

  /** Cut off, they would be other arguments: the caller would call with them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 400})
  void failsAStreamToGeminiWhoseCallsAreBeyondAllMeasure(int choices) {
    StreamWriter writer = Dialects.of(GEMINI).streamWriter(CONTEXT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(writer.write(new AnswerEvent.Started("c", "m", 1)));
    String piece = "0".repeat(1 << 20);
    for (int i = 0; i < 40; i++) {
      int choice = i % choices;
      if (i < choices) {
        out.writeBytes(
            writer.write(
                new AnswerEvent.ToolCallStarted(choice, i, "a", "fa", Optional.of(piece))));
        out.writeBytes(writer.write(new AnswerEvent.ToolCallDelta(choice, i, "{\"x\":\"")));
      }
      out.writeBytes(writer.write(new AnswerEvent.ToolCallDelta(choice, i % choices, piece)));
    }

    assertThat(out.toString(UTF_8)).contains("too long to pass on");
    assertThat(calls(Pieces.read(Dialects.of(GEMINI), out.toByteArray()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "BEDROCK"})
  void waitsWithinALimitForTheEndOfArguments(DialectName to) {
    StreamWriter writer = Dialects.of(to).streamWriter(CONTEXT);
    writer.write(new AnswerEvent.Started("c", "m", 1));
    writer.write(new AnswerEvent.ToolCallStarted(0, 0, "a", "f", Optional.empty()));
    writer.write(new AnswerEvent.ToolCallDelta(0, 0, "{\"x\":"));
    AnswerEvent words = new AnswerEvent.TextDelta(0, "0".repeat(1_000));
    int written = 0;
    for (int i = 0; i < 3_000; i++) {
      written += writer.write(words).length;
      assertThat(i * 1_000 - written).isLessThan(1 << 20);
    }
  }
}
