package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.AnswerEvent.Finished;
import dev.weir.dialects.canonical.AnswerEvent.HiddenThinking;
import dev.weir.dialects.canonical.AnswerEvent.Started;
import dev.weir.dialects.canonical.AnswerEvent.TextDelta;
import dev.weir.dialects.canonical.AnswerEvent.ThinkingDelta;
import dev.weir.dialects.canonical.AnswerEvent.ThinkingSignature;
import dev.weir.dialects.canonical.AnswerEvent.ToolCallDelta;
import dev.weir.dialects.canonical.AnswerEvent.ToolCallStarted;
import dev.weir.dialects.canonical.AnswerEvent.Used;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BedrockStreamsTest {

  private static final String ALL =
      """
      {"messageStart":{"role":"assistant"}}
      {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}}
      {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"sig"}}}}
      {"contentBlockStop":{"contentBlockIndex":0}}
      {"contentBlockDelta":{"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"AAAA"}}}}
      {"contentBlockStop":{"contentBlockIndex":1}}
      {"contentBlockDelta":{"contentBlockIndex":2,"delta":{"text":"h\u00e9 \u20ac"}}}
      {"contentBlockStop":{"contentBlockIndex":2}}
      {"contentBlockStart":{"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"t1","name":"f"}}}}
      {"contentBlockDelta":{"contentBlockIndex":3,"delta":{"toolUse":{"input":"{\\"a\\":"}}}}
      {"contentBlockDelta":{"contentBlockIndex":3,"delta":{"toolUse":{"input":"1}"}}}}
      {"contentBlockStop":{"contentBlockIndex":3}}
      {"contentBlockStart":{"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"t2","name":"g"}}}}
      {"contentBlockStop":{"contentBlockIndex":4}}
      {"messageStop":{"stopReason":"tool_use"}}
      {"metadata":{"usage":{"inputTokens":7,"outputTokens":4,"totalTokens":16,"cacheReadInputTokens":2,"cacheWriteInputTokens":3},"metrics":{"latencyMs":0}}}
      """;

  private static final Used USED = new Used(new TokenCounts(7, 2, 3, 4, 0, 0, 0), Optional.empty());

  private static final Finished FINISHED =
      new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_use");

  private static final List<AnswerEvent> EVENTS =
      List.of(
          new Started("", "", 0),
          new ThinkingDelta(0, "hm"),
          new ThinkingSignature(0, "sig", DialectName.BEDROCK),
          new HiddenThinking(0, "AAAA", DialectName.BEDROCK),
          new TextDelta(0, "h\u00e9 \u20ac"),
          new ToolCallStarted(0, 0, "t1", "f", Optional.empty()),
          new ToolCallDelta(0, 0, "{\"a\":"),
          new ToolCallDelta(0, 0, "1}"),
          new ToolCallStarted(0, 1, "t2", "g", Optional.empty()),
          FINISHED,
          USED);

  private final BedrockDialect dialect = new BedrockDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameHoweverTheBytesAreCut(long seed) {
    assertThat(Pieces.read(dialect, Frames.of(ALL), seed)).isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    byte[] broken = Pieces.mutated(Frames.of(ALL), seed);

    List<AnswerEvent> events = Pieces.read(dialect, broken, seed);

    assertThat(events).isEqualTo(Pieces.read(dialect, broken));
    assertThat(events.stream().filter(Failed.class::isInstance)).hasSizeLessThan(2);
    assertThat(Frames.write(events)).isNotEmpty();
    assertThat(dialect.writeDocument(events, Frames.CONTEXT)).isNotEmpty();
    assertThat(dialect.readDocument(broken)).isNotEmpty();
    assertThat(dialect.readError(500, broken).message()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyJsonInWholeFrames(long seed) {
    StringBuilder lines = new StringBuilder();
    String altered = new String(Pieces.mutated(ALL.getBytes(UTF_8), seed), UTF_8);
    altered
        .lines()
        .filter(line -> Json.tree(line).filter(JsonNode::isObject).isPresent())
        .forEach(line -> lines.append(line).append('\n'));

    List<AnswerEvent> events = Pieces.read(dialect, Frames.of(lines.toString()), seed);

    assertThat(events).isNotEmpty();
    assertThat(Frames.write(events)).isNotEmpty();
    assertThat(dialect.writeDocument(events, Frames.CONTEXT)).isNotEmpty();
  }

  @Test
  void writesWhatItReads() {
    byte[] written = Frames.write(EVENTS);

    assertThat(Frames.lines(written)).isEqualTo(ALL.lines().toList());
  }

  @Test
  void tellsTheUsageAfterTheEndAlsoWhereItCameBefore() {
    String stream =
        """
        {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"a"}}}
        {"metadata":{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}}
        {"messageStop":{"stopReason":"end_turn"}}
        """;

    assertThat(Pieces.read(dialect, Frames.of(stream)))
        .containsExactly(
            new Started("", "", 0),
            new TextDelta(0, "a"),
            new Finished(0, FinishReason.STOP, Optional.empty(), "end_turn"),
            new Used(TokenCounts.of(1, 2), Optional.empty()));
  }

  @Test
  void takesAStreamWithoutAnEndForTruncated() {
    byte[] cut = Frames.of(ALL.substring(0, ALL.indexOf("{\"messageStop")));

    assertTruncated(Pieces.read(dialect, cut));
    assertTruncated(Pieces.read(dialect, new byte[0]));
  }

  @Test
  void takesABrokenSumForTruncated() {
    byte[] broken = Frames.of(ALL);
    broken[200] ^= 1;

    assertTruncated(Pieces.read(dialect, broken));
  }

  private static void assertTruncated(List<AnswerEvent> events) {
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void takesAStreamWithoutItsUsageForWhole() {
    byte[] whole = Frames.of(ALL);
    byte[] cut = Arrays.copyOf(whole, whole.length - 10);

    assertThat(Pieces.read(dialect, cut)).isEqualTo(EVENTS.subList(0, EVENTS.size() - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RATE_LIMITED",
    "validationException, INVALID_REQUEST",
    "modelStreamErrorException, INTERNAL",
    "internalServerException, INTERNAL",
    "serviceUnavailableException, OVERLOADED",
    "modelTimeoutException, TIMEOUT",
    "somethingNewException, INTERNAL"
  })
  void endsWithTheExceptionOfTheProvider(String exception, ErrorKind kind) {
    String stream =
        """
        {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"a"}}}
        {"%s":{"message":"no more"}}
        {"messageStop":{"stopReason":"end_turn"}}
        """
            .formatted(exception);

    assertThat(Pieces.read(dialect, Frames.of(stream)))
        .containsExactly(
            new Started("", "", 0), new TextDelta(0, "a"), new Failed(kind, "no more"));
  }

  @ParameterizedTest
  @CsvSource({"529, OVERLOADED", "429, RATE_LIMITED", "0, INTERNAL"})
  void tellsTheKindOfAnErrorOfTheModelByItsStatus(int status, ErrorKind kind) {
    String stream =
        """
        {"modelStreamErrorException":{"message":"no more","originalStatusCode":%d}}
        """
            .formatted(status);

    assertThat(Pieces.read(dialect, Frames.of(stream)))
        .containsExactly(new Failed(kind, "no more"));
  }

  @Test
  void endsWithAnErrorThatHasNoBody() {
    byte[] frame =
        EventStreamEncoder.frame(
            Map.of(
                ":message-type", "error",
                ":error-code", "throttlingException",
                ":error-message", "slow down"),
            new byte[0]);

    assertThat(Pieces.read(dialect, frame))
        .containsExactly(new Failed(ErrorKind.RATE_LIMITED, "slow down"));
  }

  @Test
  void writesAnExceptionAndNothingAfterIt() {
    byte[] written =
        Frames.write(
            List.of(
                new Started("", "", 0),
                new TextDelta(0, "a"),
                new Failed(ErrorKind.OVERLOADED, "busy"),
                FINISHED));

    assertThat(Frames.lines(written).getLast())
        .isEqualTo("{\"serviceUnavailableException\":{\"message\":\"busy\"}}");
  }

  @Test
  void writesAnExceptionWhereTheAnswerHasNoEnd() {
    byte[] written = Frames.write(List.of(new Started("", "", 0), new TextDelta(0, "a")));

    assertThat(Frames.lines(written).getLast()).startsWith("{\"modelStreamErrorException\"");
  }

  @Test
  void writesInterleavedCallsOneAfterTheOther() {
    byte[] written =
        Frames.write(
            List.of(
                new Started("", "", 0),
                new ToolCallStarted(0, 0, "t1", "f", Optional.empty()),
                new ToolCallStarted(0, 1, "t2", "g", Optional.empty()),
                new ToolCallDelta(0, 1, "{\"b\":2}"),
                new ToolCallDelta(0, 0, "{\"a\":1}"),
                FINISHED));

    assertThat(Frames.lines(written).subList(1, 7))
        .containsExactly(
            "{\"contentBlockStart\":{\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"f\"}}}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"{\\\"a\\\":1}\"}}}}",
            "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
            "{\"contentBlockStart\":{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"toolUseId\":\"t2\",\"name\":\"g\"}}}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":1,\"delta\":{\"toolUse\":{\"input\":\"{\\\"b\\\":2}\"}}}}",
            "{\"contentBlockStop\":{\"contentBlockIndex\":1}}");
  }

  @Test
  void carriesProofsOfOtherProvidersWithTheirMark() {
    List<AnswerEvent> events =
        List.of(
            new Started("", "", 0),
            new ThinkingDelta(0, "hm"),
            new ThinkingSignature(0, "sig", DialectName.GEMINI),
            new HiddenThinking(0, "secret", DialectName.OPENAI_RESPONSES),
            FINISHED,
            USED);

    assertThat(Pieces.read(dialect, Frames.write(events))).isEqualTo(events);
  }

  @Test
  void readsADocumentWhereAStreamWasAsked() {
    byte[] document =
        """
        {"output":{"message":{"role":"assistant","content":[{"text":"a"}]}},
         "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}
        """
            .getBytes(UTF_8);

    assertThat(Pieces.read(dialect, document, 7)).isEqualTo(dialect.readDocument(document));
  }

  @Test
  void readsTheSequenceThatWasMet() {
    String stream =
        """
        {"messageStop":{"stopReason":"stop_sequence","additionalModelResponseFields":{"delta":{"stop_sequence":"END"}}}}
        """;

    assertThat(Pieces.read(dialect, Frames.of(stream)))
        .contains(new Finished(0, FinishReason.STOP_SEQUENCE, Optional.of("END"), "stop_sequence"));
  }

  @Test
  void readsEveryRecordedStream() {
    for (Path file : Recordings.of("amazon-bedrock", ".chunks.txt")) {
      String lines = new String(Recordings.bytes(file), UTF_8);
      List<AnswerEvent> events = Pieces.read(dialect, Frames.of(lines));
      Gathered answer = Gathered.of(events);

      assertThat(answer.choices()).as(file.toString()).isNotEmpty();
      assertThat(answer.counts().total()).as(file.toString()).isEqualTo(totalStated(lines));
      if (lines.contains("messageStop")) {
        assertThat(answer.failed()).as(file.toString()).isEmpty();
        assertThat(Gathered.of(Pieces.read(dialect, Frames.write(events))))
            .as(file.toString())
            .isEqualTo(answer);
      }
    }
  }

  private static long totalStated(String lines) {
    return lines
        .lines()
        .flatMap(line -> Json.tree(line).stream())
        .mapToLong(it -> it.path("metadata").path("usage").path("totalTokens").asLong(0))
        .max()
        .orElse(0);
  }
}
