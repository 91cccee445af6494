package dev.weir.dialects.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.AnswerEvent.Finished;
import dev.weir.dialects.canonical.AnswerEvent.Foreign;
import dev.weir.dialects.canonical.AnswerEvent.HiddenThinking;
import dev.weir.dialects.canonical.AnswerEvent.RefusalDelta;
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
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of providers. */
final class ResponsesStreamsTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  private static final DialectName OWN = DialectName.OPENAI_RESPONSES;

  /** Each line is the data of an event; ids differ from event to event, as some servers have it. */
  private static final String ALL =
      stream(
          """
          {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","created_at":7,"model":"m","status":"in_progress","output":[],"usage":null}}
          {"type":"response.in_progress","response":{"id":"resp_1","created_at":7,"model":"m"}}
          {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"early"}}
          {"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}
          {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"h\\u00e9","obfuscation":"xx"}
          {"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"h\\u00e9"}
          {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"m"}
          {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"h\\u00e9"},{"type":"summary_text","text":"m"}],"encrypted_content":"late"}}
          {"type":"response.output_item.added","output_index":1,"item":{"id":"ws_1","type":"web_search_call","status":"in_progress"}}
          {"type":"response.web_search_call.searching","output_index":1,"item_id":"ws_1"}
          {"type":"response.output_item.done","output_index":1,"item":{"id":"ws_1","type":"web_search_call","status":"completed"}}
          {"type":"response.output_item.added","output_index":2,"item":{"id":"msg_1","type":"message","role":"assistant","content":[]}}
          {"type":"response.content_part.added","item_id":"msg_2","output_index":2,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}
          {"type":"response.output_text.delta","item_id":"msg_3","output_index":2,"content_index":0,"delta":"a \u20ac","logprobs":[]}
          {"type":"response.output_text.annotation.added","output_index":2,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"u"}}
          {"type":"response.output_text.delta","output_index":2,"content_index":0,"delta":"b"}
          {"type":"response.output_text.done","output_index":2,"content_index":0,"text":"a \u20acb"}
          {"type":"response.refusal.delta","output_index":2,"content_index":1,"delta":"no"}
          {"type":"response.output_item.done","output_index":2,"item":{"id":"msg_4","type":"message","content":[{"type":"output_text","text":"a \u20acb","annotations":[{"type":"url_citation","url":"u"}]},{"type":"refusal","refusal":"no"}]}}
          {"type":"response.output_item.added","output_index":3,"item":{"id":"fc_1","type":"function_call","call_id":"t1","name":"f","arguments":""}}
          {"type":"response.output_item.added","output_index":4,"item":{"id":"fc_2","type":"function_call","call_id":"t2","name":"g","arguments":""}}
          {"type":"response.function_call_arguments.delta","output_index":3,"delta":"{\\"a\\":"}
          {"type":"response.function_call_arguments.delta","output_index":4,"delta":"{}"}
          {"type":"response.function_call_arguments.delta","output_index":3,"delta":"1}"}
          {"type":"response.function_call_arguments.done","output_index":3,"arguments":"{\\"a\\":1}"}
          {"type":"response.output_item.done","output_index":3,"item":{"type":"function_call","call_id":"t1","name":"f","arguments":"{\\"a\\":1}"}}
          {"type":"response.output_item.done","output_index":4,"item":{"type":"function_call","call_id":"t2","name":"g","arguments":"{}"}}
          {"type":"response.novelty","output_index":9,"delta":{"of":"the future"}}
          {"type":"response.completed","response":{"id":"resp_1","status":"completed","service_tier":"flex","output":[{"type":"reasoning"},{"type":"web_search_call"},{"type":"message","content":[{"type":"output_text","text":"a \u20acb"}]},{"type":"function_call","call_id":"t1","name":"f","arguments":"{}"},{"type":"function_call"}],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":2},"output_tokens":4,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":13}}}
          """);

  private static final List<AnswerEvent> EVENTS =
      List.of(
          new Started("resp_1", "m", 7),
          new ThinkingDelta(0, "h\u00e9"),
          new ThinkingDelta(0, "\n\nm"),
          new ThinkingSignature(0, "rs_1:late", OWN),
          new Foreign(
              0,
              OWN,
              "web_search_call",
              json("{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"completed\"}")),
          new TextDelta(0, "a \u20ac"),
          new Foreign(
              0,
              OWN,
              "annotation: url_citation",
              json("{\"type\":\"url_citation\",\"url\":\"u\"}")),
          new TextDelta(0, "b"),
          new RefusalDelta(0, "no"),
          new ToolCallStarted(0, 0, "t1", "f", Optional.empty()),
          new ToolCallStarted(0, 1, "t2", "g", Optional.empty()),
          new ToolCallDelta(0, 0, "{\"a\":"),
          new ToolCallDelta(0, 1, "{}"),
          new ToolCallDelta(0, 0, "1}"),
          new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "completed"),
          new Used(new TokenCounts(7, 2, 0, 3, 1, 0, 0), Optional.of("flex")));

  private final ResponsesDialect dialect = new ResponsesDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static JsonNode json(String text) {
    return Json.tree(text).orElseThrow();
  }

  /** With the framing's liberties: names of events, CR LF, comments, no space after the colon. */
  private static String stream(String lines) {
    StringBuilder stream = new StringBuilder(": ping\n\n");
    int number = 0;
    for (String line : lines.strip().lines().toList()) {
      switch (number++ % 3) {
        case 0 -> stream.append("event: x\ndata: ").append(line).append("\n\n");
        case 1 -> stream.append("data: ").append(line).append("\r\n\r\n");
        default -> stream.append("data:").append(line).append("\n\n");
      }
    }
    return stream.toString();
  }

  private static final String CREATED =
      "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\",\"created_at\":7}}\n";

  private Gathered gathered(String lines) {
    return Gathered.of(Pieces.read(dialect, stream(lines)));
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

    assertThat(events).isEqualTo(Pieces.read(dialect, broken));
    assertThat(events.stream().filter(Failed.class::isInstance)).hasSizeLessThan(2);
    assertThat(Pieces.write(dialect, events, CONTEXT)).isNotEmpty();
    assertThat(dialect.writeDocument(events, CONTEXT)).isNotEmpty();
    assertThat(dialect.readDocument(broken)).isNotEmpty();
    assertThat(dialect.readError(500, broken).message()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyTypesOfFields(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] values = {"7", "null", "[]", "[{}]", "{}", "{\"a\":[]}", "true", "\"x\"", "-1e99"};
    StringBuilder lines = new StringBuilder();
    for (String line : ALL.lines().filter(it -> it.startsWith("data")).toList()) {
      String data = line.substring(line.indexOf('{'));
      // One field of each event is something else.
      String[] fields = data.split(",", -1);
      int field = random.nextInt(fields.length);
      fields[field] =
          fields[field].replaceFirst(
              ":.*", ":" + values[random.nextInt(values.length)].replace("$", ""));
      String altered = String.join(",", fields);
      lines.append(Json.tree(altered).isPresent() ? altered : data).append('\n');
    }

    List<AnswerEvent> events = Pieces.read(dialect, stream(lines.toString()));

    assertThat(events).isNotEmpty();
    assertThat(Pieces.write(dialect, events, CONTEXT)).isNotEmpty();
  }

  @Test
  void writesWhatItReads() {
    String written = Pieces.write(dialect, EVENTS, CONTEXT);

    assertThat(Gathered.of(Pieces.read(dialect, written))).isEqualTo(Gathered.of(EVENTS));
  }

  @Test
  void tellsOnceWhatComesOnlyAsAWhole() {
    String done =
        CREATED
            + """
            {"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"hm"}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"hm"}]}}
            {"type":"response.output_text.done","output_index":1,"content_index":0,"text":"a"}
            {"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"a","annotations":[{"type":"file_citation"}]}]}}
            {"type":"response.function_call_arguments.done","output_index":2,"arguments":"{}"}
            {"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"t","name":"f","arguments":"{}"}}
            {"type":"response.completed","response":{"status":"completed","output":[]}}
            """;

    assertThat(Pieces.read(dialect, stream(done)))
        .containsExactly(
            new Started("r", "m", 7),
            new ThinkingDelta(0, "hm"),
            new ThinkingSignature(0, "rs:", OWN),
            new TextDelta(0, "a"),
            new Foreign(0, OWN, "annotation: file_citation", json("{\"type\":\"file_citation\"}")),
            new ToolCallStarted(0, 0, "t", "f", Optional.empty()),
            new ToolCallDelta(0, 0, "{}"),
            new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "completed"));
  }

  @Test
  void tellsWhatComesOnlyWithTheEnd() {
    String lines =
        CREATED
            + """
            {"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a"}]}]}}
            """;

    assertThat(Pieces.read(dialect, stream(lines)))
        .containsExactly(
            new Started("r", "m", 7),
            new TextDelta(0, "a"),
            new Finished(0, FinishReason.STOP, Optional.empty(), "completed"));
  }

  @Test
  void endsWithTheEndAnItemThatWasNotEnded() {
    String lines =
        CREATED
            + """
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"t","name":"f"}}
            {"type":"response.completed","response":{"status":"completed","output":[{"type":"function_call","call_id":"t","name":"f","arguments":"{\\"a\\":1}"}]}}
            """;

    assertThat(Pieces.read(dialect, stream(lines))).contains(new ToolCallDelta(0, 0, "{\"a\":1}"));
  }

  @Test
  void tellsItemsApartThatShareTheirPlace() {
    String lines =
        CREATED
            + """
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"t","name":"f"}}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"t","name":"f","arguments":"{}"}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"u","name":"g"}}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"u","name":"g","arguments":"{}"}}
            {"type":"response.completed","response":{"status":"completed"}}
            """;

    assertThat(Pieces.read(dialect, stream(lines)))
        .contains(
            new ToolCallStarted(0, 0, "t", "f", Optional.empty()),
            new ToolCallStarted(0, 1, "u", "g", Optional.empty()));
  }

  @Test
  void showsTheThoughtsOfOpenModels() {
    String lines =
        CREATED
            + """
            {"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"I "}
            {"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"think"}
            {"type":"response.reasoning_text.done","output_index":0,"content_index":0,"text":"I think"}
            {"type":"response.completed","response":{"status":"completed"}}
            """;

    assertThat(Pieces.read(dialect, stream(lines)))
        .contains(new ThinkingDelta(0, "I "), new ThinkingDelta(0, "think"))
        .doesNotContain(new ThinkingDelta(0, "I think"));
  }

  @Test
  void countsTheUsageOfAnIncompleteResponse() {
    Gathered answer =
        gathered(
            CREATED
                + """
                {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a"}
                {"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":5,"output_tokens":16,"total_tokens":21}}}
                """);

    assertThat(answer.counts()).isEqualTo(TokenCounts.of(5, 16));
    assertThat(answer.choices().getFirst().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.choices().getFirst().dialectReason()).isEqualTo("max_output_tokens");
  }

  @Test
  void readsAFilteredResponse() {
    Gathered answer =
        gathered(
            CREATED
                + """
                {"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}}
                """);

    assertThat(answer.choices().getFirst().reason()).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @Test
  void countsTheUsageOfAFailedResponse() {
    Gathered answer =
        gathered(
            CREATED
                + """
                {"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"slow down"},"usage":{"input_tokens":5,"output_tokens":1}}}
                """);

    assertThat(answer.counts()).isEqualTo(TokenCounts.of(5, 1));
    assertThat(answer.failed()).hasValue(new Failed(ErrorKind.RATE_LIMITED, "slow down"));
  }

  @Test
  void readsErrorEventsOfAllShapes() {
    for (String error :
        List.of(
            "{\"type\":\"error\",\"code\":\"insufficient_quota\",\"message\":\"pay\"}",
            "{\"type\":\"error\",\"error\":{\"type\":\"insufficient_quota\",\"message\":\"pay\"}}",
            "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"pay\"}}",
            "{\"error\":{\"code\":402,\"message\":\"pay\"}}")) {
      List<AnswerEvent> events = Pieces.read(dialect, stream(CREATED + error));

      assertThat(events)
          .as(error)
          .containsExactly(new Started("r", "m", 7), new Failed(ErrorKind.BILLING, "pay"));
    }
  }

  @Test
  void saysNothingMoreAfterAnError() {
    String lines =
        CREATED
            + """
            {"type":"error","code":"server_error","message":"m"}
            {"type":"response.failed","response":{"error":{"message":"again"}}}
            {"type":"response.output_text.delta","delta":"a"}
            """;

    assertThat(Pieces.read(dialect, stream(lines)))
        .containsExactly(new Started("r", "m", 7), new Failed(ErrorKind.INTERNAL, "m"));
  }

  @Test
  void takesAStreamWithoutATerminalEventForTruncated() {
    String cut = ALL.substring(0, ALL.indexOf("{\"type\":\"response.completed\""));

    assertThat(Pieces.read(dialect, cut).getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void toleratesALineEndMissingAndChatsTerminator() {
    assertThat(Pieces.read(dialect, ALL.stripTrailing())).isEqualTo(EVENTS);
    assertThat(Pieces.read(dialect, ALL + "data: [DONE]\n\n")).isEqualTo(EVENTS);
  }

  @Test
  void readsAndWritesEveryRecordedStream() {
    for (String folder : List.of("openai/responses", "azure")) {
      for (Path file : Recordings.of(folder, ".chunks.txt")) {
        for (List<String> response : responses(file)) {
          Gathered answer = gathered(String.join("\n", response));

          // One recording ends in an error, one in an event that lacks its last brace.
          if (response.stream().anyMatch(it -> it.contains("\"type\":\"error\""))
              || Json.tree(response.getLast()).isEmpty()) {
            assertThat(answer.failed()).as(file.toString()).isPresent();
            continue;
          }
          assertThat(answer.failed()).as(file.toString()).isEmpty();
          assertThat(answer.choices().getFirst().parts()).as(file.toString()).isNotEmpty();
          assertThat(answer.counts().total())
              .as(file.toString())
              .isEqualTo(
                  json(response.getLast())
                      .path("response")
                      .path("usage")
                      .path("total_tokens")
                      .longValue());
          String written =
              Pieces.write(
                  dialect, Pieces.read(dialect, stream(String.join("\n", response))), CONTEXT);
          assertThat(Gathered.of(Pieces.read(dialect, written)))
              .as(file.toString())
              .isEqualTo(answer);
        }
      }
    }
  }

  @Test
  void tellsTheSameOfARecordedStreamAndOfItsLastEvent() {
    int compared = 0;
    for (String folder : List.of("openai/responses", "azure")) {
      for (Path file : Recordings.of(folder, ".chunks.txt")) {
        for (List<String> response : responses(file)) {
          JsonNode end = Json.tree(response.getLast()).orElse(Json.newObject());
          JsonNode last = end.path("response");
          // Some recordings are abridged, one of them with new numbers.
          if (end.path("sequence_number").asInt(0) + 1 != response.size()
              || file.toString().contains("openai-shell-container.1")
              || last.path("output").isEmpty()) {
            continue;
          }
          compared++;
          Gathered streamed = gathered(String.join("\n", response));
          Gathered whole = Gathered.of(dialect.readDocument(Json.bytes(last)));

          assertThat(said(streamed)).as(file.toString()).isEqualTo(said(whole));
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  /** Some recordings hold several responses, one after the other. */
  private static List<List<String>> responses(Path file) {
    List<List<String>> responses = new ArrayList<>();
    for (String line : new String(Recordings.bytes(file), UTF_8).lines().toList()) {
      if (line.contains("\"type\":\"response.created\"")) {
        responses.add(new ArrayList<>());
      }
      if (!line.isBlank()) {
        responses.getLast().add(line);
      }
    }
    return responses;
  }

  /** What an answer says: its text in one piece, and all else in order of its name. */
  private static List<String> said(Gathered answer) {
    StringBuilder text = new StringBuilder();
    List<String> all = new ArrayList<>();
    for (Part part : answer.choices().getFirst().parts()) {
      switch (part) {
        case Part.Text it -> text.append(it.text());
        case Part.Foreign it -> all.add(it.type());
        // Ids and proofs differ even between an item's last event and the whole.
        case Part.Thinking it -> all.add(it.text());
        case Part.HiddenThinking _ -> all.add("hidden");
        default -> all.add(part.toString());
      }
    }
    all.add(text.toString());
    all.sort(null);
    return all;
  }

  @Test
  void hidesThinkingWithoutWords() {
    String lines =
        CREATED
            + """
            {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs","summary":[],"encrypted_content":"e"}}
            {"type":"response.completed","response":{"status":"completed"}}
            """;

    assertThat(Pieces.read(dialect, stream(lines))).contains(new HiddenThinking(0, "rs:e", OWN));
  }
}
