package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.AnswerEvent.Finished;
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
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GeminiStreamsTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  private static final List<String> CHUNKS =
      List.of(
          """
          {"candidates":[{"content":{"role":"model","parts":[{"text":"höm","thought":true}]}}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":10},"modelVersion":"gemini-x","createTime":"1970-01-01T00:01:40.5Z","responseId":"id-1"}\
          """,
          """
          {"candidates":[{"content":{"role":"model","parts":[{"text":"he said \\"{\\""}]}}],"responseId":"id-1"}\
          """,
          """
          {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","willContinue":true},"thoughtSignature":"c2ln"}]}}]}\
          """,
          """
          {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.list[0].name","stringValue":"a","willContinue":true}],"willContinue":true}}]}}]}\
          """,
          """
          {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.list[0].name","stringValue":"b"},{"jsonPath":"$.list[1]","numberValue":1.50},{"jsonPath":"$['x y']","boolValue":true},{"jsonPath":"$.n","nullValue":"NULL_VALUE"}],"willContinue":true}}]}}]}\
          """,
          """
          {"candidates":[{"content":{"parts":[{"functionCall":{"id":"own","name":"g","args":{"q":1}}}]}}]}\
          """,
          """
          {"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"ZW5k"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":7,"toolUsePromptTokenCount":3,"totalTokenCount":25}}\
          """);

  private static final String EVENTS = events(CHUNKS);
  private static final String ARRAY = "[" + String.join("\n,\r\n", CHUNKS) + "]\n";

  private static final List<AnswerEvent> READ =
      List.of(
          new Started("id-1", "gemini-x", 100),
          new ThinkingDelta(0, "höm"),
          new Used(TokenCounts.of(10, 0), Optional.empty()),
          new TextDelta(0, "he said \"{\""),
          new ToolCallStarted(0, 0, "weir_call_0_0", "f", Optional.of("c2ln")),
          new ToolCallDelta(0, 0, "{\"list\":[{\"name\":\"ab\"},1.50],\"x y\":true,\"n\":null}"),
          new ToolCallStarted(0, 1, "own", "g", Optional.empty()),
          new ToolCallDelta(0, 1, "{\"q\":1}"),
          new ThinkingSignature(0, "ZW5k", DialectName.GEMINI),
          new Used(new TokenCounts(9, 4, 0, 5, 7, 0, 0), Optional.empty()),
          new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "STOP"),
          new Used(new TokenCounts(9, 4, 0, 5, 7, 0, 0), Optional.empty()));

  private final GeminiDialect dialect = new GeminiDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static String events(List<String> chunks) {
    return chunks.stream().map(it -> "data: " + it + "\r\n\r\n").collect(Collectors.joining());
  }

  private static List<JsonNode> chunksOf(String stream) {
    return stream
        .lines()
        .filter(it -> it.startsWith("data: "))
        .map(it -> Json.tree(it.substring("data: ".length())).orElseThrow())
        .toList();
  }

  @Test
  void readsEvents() {
    assertThat(Pieces.read(dialect, EVENTS)).isEqualTo(READ);
  }

  @Test
  void readsTheElementsOfOneArray() {
    assertThat(Pieces.read(dialect, ARRAY)).isEqualTo(READ);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameHoweverTheBytesAreCut(long seed) {
    assertThat(Pieces.read(dialect, EVENTS.getBytes(UTF_8), seed)).isEqualTo(READ);
    assertThat(Pieces.read(dialect, ARRAY.getBytes(UTF_8), seed)).isEqualTo(READ);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    for (String stream : List.of(EVENTS, ARRAY)) {
      byte[] broken = Pieces.mutated(stream.getBytes(UTF_8), seed);

      List<AnswerEvent> events = Pieces.read(dialect, broken, seed);

      assertThat(Pieces.read(dialect, broken, seed + 1)).isEqualTo(events);
      assertThat(events.stream().filter(Failed.class::isInstance)).hasSizeLessThan(2);
      assertThat(Pieces.write(dialect, events, CONTEXT)).isNotEmpty();
      assertThat(Json.tree(Pieces.write(GeminiDialect.ofArrays(), events, CONTEXT))).isPresent();
      assertThat(dialect.writeDocument(events, CONTEXT)).isNotEmpty();
      assertThat(dialect.readDocument(broken)).isNotEmpty();
      assertThat(dialect.readError(500, broken).message()).isNotEmpty();
    }
  }

  @Test
  void writesArraysOfTheChunksThatEventsHave() {
    String array = Pieces.write(GeminiDialect.ofArrays(), READ, CONTEXT);

    assertThat(Json.tree(array).orElseThrow())
        .containsExactlyElementsOf(chunksOf(Pieces.write(dialect, READ, CONTEXT)));
    assertThat(Pieces.read(dialect, array))
        .isEqualTo(Pieces.read(dialect, Pieces.write(dialect, READ, CONTEXT)));
  }

  @Test
  void endsAnArrayAlsoAfterAnErrorAndWhereNothingCame() {
    List<AnswerEvent> failed =
        List.of(new TextDelta(0, "a"), new Failed(ErrorKind.OVERLOADED, "busy"));

    JsonNode array =
        Json.tree(Pieces.write(GeminiDialect.ofArrays(), failed, CONTEXT)).orElseThrow();

    assertThat(array).hasSize(2);
    assertThat(array.path(1).path("error").path("status").asText()).isEqualTo("UNAVAILABLE");
    assertThat(Pieces.write(GeminiDialect.ofArrays(), List.of(), CONTEXT)).isEqualTo("[]");
  }

  @Test
  void aStreamWithoutAReasonIsTruncated() {
    List<AnswerEvent> events = Pieces.read(dialect, events(CHUNKS.subList(0, CHUNKS.size() - 3)));

    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
    // The text that went on is what came of it.
    assertThat(events).contains(new ToolCallDelta(0, 0, "{\"list\":[{\"name\":\"a\"}]}"));
  }

  @Test
  void ignoresPathsThatLeadNowhere() {
    PartialArguments arguments = new PartialArguments();
    for (String path :
        List.of("", "a", "$", "$.", "$[999999999]", "$.a[50000000]", "$..b", "$.c.d[")) {
      arguments.piece(Json.newObject().put("jsonPath", path).put("stringValue", "x"));
    }

    assertThat(arguments.json()).isEqualTo("{\"a\":[]}");
  }

  @Test
  void anErrorEndsTheStream() {
    String error = "{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}";
    Failed failed = new Failed(ErrorKind.OVERLOADED, "busy");

    assertThat(Pieces.read(dialect, events(List.of(error, CHUNKS.getFirst()))))
        .containsExactly(failed);
    assertThat(Pieces.read(dialect, "[" + error + "]")).containsExactly(failed);
    assertThat(Pieces.read(dialect, error)).containsExactly(failed);
    assertThat(Pieces.write(dialect, List.of(failed, READ.get(1)), CONTEXT))
        .isEqualTo("data: " + error + "\n\n");
  }

  @Test
  void aBlockedPromptIsAContentFilter() {
    assertThat(
            Pieces.read(
                dialect, events(List.of("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"))))
        .containsExactly(
            new Started("", "", 0),
            new Finished(0, FinishReason.CONTENT_FILTER, Optional.empty(), "SAFETY"));
  }

  @Test
  void writesCallsWholeAndTheEndLast() {
    String written =
        Pieces.write(
            dialect,
            List.of(
                new Started("id", "m", 100),
                new ToolCallStarted(0, 0, "c0", "f", Optional.of("c2ln")),
                new ToolCallDelta(0, 0, "{\"a\""),
                new ToolCallStarted(0, 1, "c1", "g", Optional.empty()),
                new ToolCallDelta(0, 0, ":1}"),
                new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_calls"),
                new Used(new TokenCounts(9, 4, 0, 5, 7, 0, 0), Optional.empty())),
            CONTEXT);

    List<JsonNode> chunks = chunksOf(written);
    assertThat(chunks).hasSize(2);
    assertThat(
            chunks.getFirst().path("candidates").path(0).path("content").path("parts").toString())
        .isEqualTo(
            "[{\"functionCall\":{\"id\":\"c0\",\"name\":\"f\",\"args\":{\"a\":1}},"
                + "\"thoughtSignature\":\"c2ln\"},"
                + "{\"functionCall\":{\"id\":\"c1\",\"name\":\"g\",\"args\":{}}}]");
    assertThat(chunks.getLast().findValuesAsText("finishReason")).containsExactly("STOP");
    assertThat(chunks.getLast().path("usageMetadata").toString())
        .isEqualTo(
            "{\"promptTokenCount\":13,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":5,"
                + "\"thoughtsTokenCount\":7,\"totalTokenCount\":25}");
  }

  @Test
  void carriesProofsOfOthers() {
    List<AnswerEvent> events =
        List.of(
            new Started("id", "m", 100),
            new ThinkingDelta(0, "hm"),
            new ThinkingSignature(0, "sig", DialectName.ANTHROPIC),
            new AnswerEvent.HiddenThinking(0, "data", DialectName.ANTHROPIC),
            new TextDelta(0, "yes"),
            new Finished(0, FinishReason.LENGTH, Optional.empty(), "MAX_TOKENS"));

    assertThat(Pieces.read(dialect, Pieces.write(dialect, events, CONTEXT))).isEqualTo(events);
    assertThat(dialect.readDocument(dialect.writeDocument(events, CONTEXT))).isEqualTo(events);
  }

  @Test
  void readsEveryRecordingWithTheUsageThatItSays() {
    for (Path file : Recordings.of("google", ".chunks.txt")) {
      byte[] stream = Recordings.events(file);

      List<AnswerEvent> events = Pieces.read(dialect, stream);

      long total =
          chunksOf(new String(stream, UTF_8))
              .getLast()
              .path("usageMetadata")
              .path("totalTokenCount")
              .asLong();
      assertThat(events.getLast())
          .as(file.toString())
          .isInstanceOfSatisfying(
              Used.class, it -> assertThat(it.counts().total()).isEqualTo(total));
      assertThat(Pieces.read(dialect, stream, 7)).isEqualTo(events);
      assertThat(Pieces.read(dialect, Pieces.write(dialect, events, CONTEXT)).getLast())
          .isEqualTo(events.getLast());
      for (AnswerEvent each : events) {
        if (each instanceof ToolCallDelta delta) {
          assertThat(Json.tree(delta.json())).isPresent();
        }
      }
    }
  }
}
