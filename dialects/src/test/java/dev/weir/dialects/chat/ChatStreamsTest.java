package dev.weir.dialects.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.AnswerEvent.Finished;
import dev.weir.dialects.canonical.AnswerEvent.Started;
import dev.weir.dialects.canonical.AnswerEvent.TextDelta;
import dev.weir.dialects.canonical.AnswerEvent.ThinkingDelta;
import dev.weir.dialects.canonical.AnswerEvent.ToolCallDelta;
import dev.weir.dialects.canonical.AnswerEvent.ToolCallStarted;
import dev.weir.dialects.canonical.AnswerEvent.Used;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChatStreamsTest {

  private static final AnswerContext CONTEXT =
      new AnswerContext("r1", "asked", true, 1_700_000_000);
  private static final AnswerContext WITHOUT_USAGE =
      new AnswerContext("r1", "asked", false, 1_700_000_000);

  private static final String ALL =
      """
      : ping

      data: {"id":"","choices":[],"prompt_filter_results":[]}

      data: {"id":"c1","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":"hm"}}]}\r
      \r
      data:{"id":"c1","choices":[{"index":0,"delta":{"content":"h\\u00e9 \u20ac","tool_calls":[{"index":1,"id":"t1","function":{"name":"f","arguments":""}}]}}]}

      data: {"id":"c1","choices":[{"index":0,"delta":{"content":"","tool_calls":[{"index":1,"function":{"arguments":"{\\"a\\":"}}]}}]}

      data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"1}"}},{"index":2,"id":"t2","function":{"name":"g"}}]}}]}

      data: {"id":"c1","obfuscation":"xx","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: {"id":"c1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":2}}}

      data: [DONE]

      """;

  private static final List<AnswerEvent> EVENTS =
      List.of(
          new Started("c1", "m", 7),
          new ThinkingDelta(0, "hm"),
          new TextDelta(0, "h\u00e9 \u20ac"),
          new ToolCallStarted(0, 0, "t1", "f", Optional.empty()),
          new ToolCallDelta(0, 0, "{\"a\":"),
          new ToolCallDelta(0, 0, "1}"),
          new ToolCallStarted(0, 1, "t2", "g", Optional.empty()),
          new Used(new TokenCounts(7, 2, 0, 4, 0, 0, 0), Optional.empty()),
          new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_calls"),
          new Used(new TokenCounts(7, 2, 0, 4, 0, 0, 0), Optional.empty()));

  private final ChatDialect dialect = ChatDialect.ofOpenAi();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameHoweverTheBytesAreCut(long seed) {
    assertThat(Pieces.read(dialect, ALL.getBytes(UTF_8), seed)).isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    byte[] broken = Pieces.mutated(ALL.getBytes(UTF_8), seed);

    List<AnswerEvent> events = Pieces.read(dialect, broken, seed);

    assertThat(events.stream().filter(Failed.class::isInstance)).hasSizeLessThan(2);
    assertThat(Pieces.write(dialect, events, CONTEXT)).isNotEmpty();
    assertThat(dialect.writeDocument(events, CONTEXT)).isNotEmpty();
    assertThat(dialect.readDocument(broken)).isNotEmpty();
    assertThat(dialect.readError(500, broken).message()).isNotEmpty();
  }

  @Test
  void writesWhatItReads() {
    String written = Pieces.write(dialect, EVENTS, CONTEXT);

    assertThat(Gathered.of(Pieces.read(dialect, written))).isEqualTo(Gathered.of(EVENTS));
    assertThat(written).endsWith("data: [DONE]\n\n");
  }

  @Test
  void leavesOutTheUsageThatNobodyAskedFor() {
    assertThat(Pieces.write(dialect, EVENTS, WITHOUT_USAGE)).doesNotContain("usage");
  }

  @Test
  void writesTheRoleOnce() {
    String written = Pieces.write(dialect, EVENTS, CONTEXT);

    assertThat(written.split("\"role\"", -1)).hasSize(2);
  }

  @Test
  void takesAStreamWithoutAnEndForTruncated() {
    String cut = ALL.substring(0, ALL.indexOf("data: {\"id\":\"c1\",\"obf"));

    assertThat(Pieces.read(dialect, cut).getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void keepsTheEndsOfAsManyChoicesAsCanBeAskedFor() {
    StringBuilder stream = new StringBuilder();
    for (int choice = 0; choice < 1_000; choice++) {
      stream.append(
          "data: {\"choices\":[{\"index\":%d,\"delta\":{},\"finish_reason\":\"%s\"}]}\n\n"
              .formatted(choice, "r".repeat(2_000)));
    }
    stream.append("data: [DONE]\n\n");

    List<Finished> ends =
        Pieces.read(dialect, stream.toString()).stream()
            .filter(Finished.class::isInstance)
            .map(Finished.class::cast)
            .toList();

    assertThat(ends).hasSize(128);
    assertThat(ends).allSatisfy(end -> assertThat(end.dialectReason()).hasSize(1_024));
  }

  @Test
  void takesAStreamWithoutItsTerminatorForWhole() {
    String cut = ALL.substring(0, ALL.indexOf("\n\ndata: [DONE]"));

    assertThat(Pieces.read(dialect, cut)).isEqualTo(EVENTS);
  }

  @Test
  void endsAStreamWithTheProvidersErrorAndNoTerminator() {
    String stream =
        """
        data: {"id":"c1","choices":[{"delta":{"content":"a"}}]}

        data: {"error":{"message":"slow down","code":429}}

        data: {"id":"c1","choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}

        """;

    List<AnswerEvent> events = Pieces.read(dialect, stream);

    assertThat(events)
        .contains(new Failed(ErrorKind.RATE_LIMITED, "slow down"))
        .last()
        .isInstanceOf(Failed.class);
    assertThat(Pieces.write(dialect, events, CONTEXT))
        .contains("slow down")
        .doesNotContain("[DONE]");
  }

  @Test
  void tellsParallelCallsApartThatShareAnIndex() {
    String stream =
        """
        data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}

        data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

        """;

    assertThat(Gathered.of(Pieces.read(dialect, stream)).choices().getFirst().parts())
        .containsExactly(new Part.ToolCall("a", "f", "{}"), new Part.ToolCall("b", "f", "{}"));
  }

  @Test
  void givesACallWithoutArgumentsAnEmptyObject() {
    Gathered answer = Gathered.of(EVENTS);

    assertThat(answer.choices().getFirst().parts(Part.ToolCall.class))
        .containsExactly(
            new Part.ToolCall("t1", "f", "{\"a\":1}"), new Part.ToolCall("t2", "g", "{}"));
  }

  @Test
  void streamsAnEmptyObjectForACallWithoutArguments() {
    String written = Pieces.write(dialect, EVENTS, CONTEXT);

    assertThat(written).contains("\"index\":1,\"function\":{\"arguments\":\"{}\"}");
    assertThat(written.indexOf("\"{}\"")).isLessThan(written.indexOf("\"tool_calls\"}"));
  }

  @Test
  void givesTheWholeThinkingWithItsSignature() {
    List<AnswerEvent> events =
        List.of(
            new Started("x", "m", 1),
            new ThinkingDelta(0, "first "),
            new ThinkingDelta(0, "second"),
            new AnswerEvent.ThinkingSignature(0, "sig", DialectName.ANTHROPIC),
            new Finished(0, FinishReason.STOP, Optional.empty(), "end_turn"));

    String written = Pieces.write(dialect, events, CONTEXT);

    assertThat(written)
        .contains(
            "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"first second\","
                + "\"signature\":\"sig\",\"format\":\"anthropic-claude-v1\"}]");
  }

  @Test
  void readsEveryRecordedStream() {
    for (String folder : List.of("openai/chat", "openai-compatible/chat")) {
      for (Path file : Recordings.of(folder, ".chunks.txt")) {
        Gathered answer = Gathered.of(Pieces.read(dialect, Recordings.events(file)));

        assertThat(answer.failed()).as(file.toString()).isEmpty();
        assertThat(answer.choices()).as(file.toString()).isNotEmpty();
        assertThat(answer.counts().total()).as(file.toString()).isEqualTo(totalStated(file));
      }
    }
  }

  /** The last total that the recording states. */
  private static long totalStated(Path file) {
    return new String(Recordings.bytes(file), UTF_8)
        .lines()
        .flatMap(line -> Json.tree(line).stream())
        .map(it -> it.path("usage").path("total_tokens").asLong(0))
        .filter(it -> it > 0)
        .reduce((_, last) -> last)
        .orElse(0L);
  }
}
