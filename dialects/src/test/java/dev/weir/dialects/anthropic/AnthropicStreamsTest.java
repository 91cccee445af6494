package dev.weir.dialects.anthropic;

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
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of providers, read. */
final class AnthropicStreamsTest {

  private static final AnswerContext CONTEXT =
      new AnswerContext("r1", "asked", true, 1_700_000_000);

  static final String ALL =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"c","content":[],"stop_reason":null,"usage":{"input_tokens":7,"cache_read_input_tokens":20,"cache_creation_input_tokens":300,"output_tokens":1,"service_tier":"standard"}}}

      event: ping
      data: {"type":"ping"}

      data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"si"}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"g"}}

      data: {"type":"content_block_stop","index":0}

      data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"dark"}}

      data: {"type":"content_block_stop","index":1}

      data: {"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}}

      data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"query\\":"}}

      data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\\"q\\"}"}}

      data: {"type":"content_block_stop","index":2}

      data: {"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result","tool_use_id":"s1","content":[]}}

      data: {"type":"content_block_stop","index":3}

      data: {"type":"content_block_start","index":4,"content_block":{"type":"text","text":"","citations":[]}}\r
      \r
      data:{"type":"content_block_delta","index":4,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"u"}}}

      data: {"type":"content_block_delta","index":4,"delta":{"type":"text_delta","text":"h\\u00e9 \u20ac"}}

      data: {"type":"content_block_stop","index":4}

      data: {"type":"content_block_start","index":5,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}

      data: {"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":""}}

      data: {"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}

      data: {"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":"1}"}}

      data: {"type":"content_block_stop","index":5}

      data: {"type":"content_block_start","index":6,"content_block":{"type":"tool_use","id":"t2","name":"g","input":{}}}

      data: {"type":"content_block_stop","index":6}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":9,"cache_read_input_tokens":null,"cache_creation_input_tokens":300,"output_tokens":50,"output_tokens_details":{"thinking_tokens":40},"server_tool_use":{"web_search_requests":3}}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private static final List<AnswerEvent> EVENTS =
      List.of(
          new Started("m1", "c", 0),
          new Used(new TokenCounts(7, 20, 300, 1, 0, 0, 0), Optional.of("default")),
          new ThinkingDelta(0, "hm"),
          new ThinkingSignature(0, "sig", DialectName.ANTHROPIC),
          new HiddenThinking(0, "dark", DialectName.ANTHROPIC),
          new Foreign(
              0,
              DialectName.ANTHROPIC,
              "server_tool_use",
              json(
                  "{'type':'server_tool_use','id':'s1','name':'web_search','input':{'query':'q'}}")),
          new Foreign(
              0,
              DialectName.ANTHROPIC,
              "web_search_tool_result",
              json("{'type':'web_search_tool_result','tool_use_id':'s1','content':[]}")),
          new TextDelta(0, "h\u00e9 \u20ac"),
          new Foreign(
              0,
              DialectName.ANTHROPIC,
              "citation",
              json("{'type':'web_search_result_location','url':'u'}"),
              Optional.of(new Citation("u", "", 0, 4))),
          new ToolCallStarted(0, 0, "t1", "f", Optional.empty()),
          new ToolCallDelta(0, 0, "{\"a\":"),
          new ToolCallDelta(0, 0, "1}"),
          new ToolCallStarted(0, 1, "t2", "g", Optional.empty()),
          new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_use"),
          new Used(new TokenCounts(9, 20, 300, 10, 40, 0, 0), Optional.of("default")));

  private final AnthropicDialect dialect = new AnthropicDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"')).orElseThrow();
  }

  private List<AnswerEvent> read(String... events) {
    StringBuilder stream = new StringBuilder();
    for (String event : events) {
      stream.append("data: ").append(event.replace('\'', '"')).append("\n\n");
    }
    return Pieces.read(dialect, stream.toString());
  }

  private static String start(String usage) {
    return "{'type':'message_start','message':{'id':'m1','model':'c','content':[],'usage':{"
        + usage
        + "}}}";
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

    assertThat(Pieces.read(dialect, broken)).isEqualTo(events);
    assertThat(events.stream().filter(Failed.class::isInstance)).hasSizeLessThan(2);
    assertThat(Pieces.write(dialect, events, CONTEXT)).isNotEmpty();
    assertThat(dialect.writeDocument(events, CONTEXT)).isNotEmpty();
    assertThat(dialect.readDocument(broken)).isNotEmpty();
    assertThat(dialect.readError(500, broken).message()).isNotEmpty();
  }

  /** Whole events left out, doubled or moved: each is JSON, so more of the reader is reached. */
  @ParameterizedTest
  @MethodSource("seeds")
  void survivesEventsInAnyOrder(long seed) {
    var random = new SplittableRandom(seed);
    String[] events = ALL.split("\n\n", -1);
    StringBuilder shuffled = new StringBuilder();
    for (int i = 0; i < events.length; i++) {
      int which = random.nextInt(4) == 0 ? random.nextInt(events.length) : i;
      shuffled.append(events[which]).append("\n\n");
    }

    List<AnswerEvent> read = Pieces.read(dialect, shuffled.toString());

    assertThat(Pieces.read(dialect, shuffled.toString().getBytes(UTF_8), seed)).isEqualTo(read);
    assertThat(read.getLast()).isInstanceOfAny(Failed.class, Finished.class, Used.class);
    String written = Pieces.write(dialect, read, CONTEXT);
    BlockOrder.check(written);
  }

  @Test
  void writesWhatItReads() {
    String written = Pieces.write(dialect, EVENTS, CONTEXT);

    assertThat(Pieces.read(dialect, written)).isEqualTo(EVENTS);
    BlockOrder.check(written);
  }

  @Test
  void countsCacheTokensOnceThoughBothEventsSayThem() {
    assertThat(
            Gathered.of(
                    read(
                        start(
                            "'input_tokens':3,'cache_read_input_tokens':50,"
                                + "'cache_creation_input_tokens':5,'output_tokens':1"),
                        "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':"
                            + "{'input_tokens':3,'cache_read_input_tokens':50,"
                            + "'cache_creation_input_tokens':5,'output_tokens':9}}",
                        "{'type':'message_stop'}"))
                .counts())
        .isEqualTo(new TokenCounts(3, 50, 5, 9, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'output_tokens':9;17;9",
        "'input_tokens':null,'output_tokens':9;17;9",
        "'input_tokens':61,'output_tokens':9;61;9",
        "'input_tokens':0,'output_tokens':9;0;9",
        "'input_tokens':-5,'output_tokens':'many';17;1",
        "'output_tokens':9,'output_tokens_details':{'thinking_tokens':10};17;9",
      })
  void letsTheLastUsageCorrectTheFirst(String usage, long input, long output) {
    TokenCounts counts =
        Gathered.of(
                read(
                    start("'input_tokens':17,'output_tokens':1"),
                    "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{"
                        + usage
                        + "}}"))
            .counts();

    assertThat(counts.input()).isEqualTo(input);
    assertThat(counts.output() + counts.reasoning()).isEqualTo(output);
  }

  @Test
  void takesAStreamWithAReasonForWholeWithoutItsTerminator() {
    assertThat(Pieces.read(dialect, ALL.substring(0, ALL.indexOf("event: message_stop"))))
        .isEqualTo(EVENTS);
  }

  @Test
  void takesAStreamWithoutAReasonForTruncated() {
    List<AnswerEvent> events =
        Pieces.read(dialect, ALL.substring(0, ALL.indexOf("event: message_delta")));

    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
    assertThat(Pieces.read(dialect, "").getLast()).isInstanceOf(Failed.class);
  }

  @Test
  void readsNothingAfterTheTerminator() {
    assertThat(Pieces.read(dialect, ALL + ALL)).isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'type':'error','error':{'type':'overloaded_error','message':'busy'}};OVERLOADED;busy",
        "{'type':'error','error':{'type':'novelty','message':'m'}};INTERNAL;m",
        "{'type':'error'};INTERNAL;The provider failed.",
        "{'error':'text'};INTERNAL;text",
      })
  void endsAStreamWithTheProvidersError(String event, ErrorKind kind, String message) {
    List<AnswerEvent> events =
        read(
            start("'input_tokens':1"),
            event,
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'}}");

    assertThat(events.getLast()).isEqualTo(new Failed(kind, message));
    assertThat(Pieces.write(dialect, events, CONTEXT))
        .contains("event: error\ndata: {\"type\":\"error\"")
        .contains("\"request_id\":\"r1\"")
        .doesNotContain("message_stop");
  }

  @Test
  void ignoresABeginningThatComesTwice() {
    String begin = start("'input_tokens':17,'output_tokens':1");

    List<AnswerEvent> events =
        read(
            begin,
            begin,
            "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':'a'}}",
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':2}}");

    assertThat(events.stream().filter(Started.class::isInstance)).hasSize(1);
    assertThat(Gathered.of(events).counts()).isEqualTo(TokenCounts.of(17, 2));
  }

  @Test
  void goesOnWhereASecondAnswerWasSplicedIn() {
    List<AnswerEvent> events =
        read(
            start("'input_tokens':17,'output_tokens':1"),
            "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'a','name':'f','input':{}}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{'}}",
            start("'input_tokens':18,'output_tokens':1"),
            "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'b','name':'f','input':{}}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{}'}}",
            "{'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':6}}");

    assertThat(events)
        .containsSubsequence(
            new ToolCallStarted(0, 0, "a", "f", Optional.empty()),
            new ToolCallDelta(0, 0, "{"),
            new ToolCallStarted(0, 1, "b", "f", Optional.empty()),
            new ToolCallDelta(0, 1, "{}"),
            new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_use"));
    assertThat(Gathered.of(events).counts()).isEqualTo(TokenCounts.of(18, 6));
  }

  @Test
  void readsAnAnswerThatIsWholeInItsBeginning() {
    List<AnswerEvent> events =
        read(
            "{'type':'message_start','message':{'id':'m1','model':'c','stop_reason':'tool_use',"
                + "'content':[{'type':'tool_use','id':'t','name':'f','input':{'a':1}}],"
                + "'usage':{'input_tokens':0,'output_tokens':0}}}",
            "{'type':'message_stop'}");

    assertThat(events)
        .containsExactly(
            new Started("m1", "c", 0),
            new ToolCallStarted(0, 0, "t", "f", Optional.empty()),
            new ToolCallDelta(0, 0, "{\"a\":1}"),
            new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_use"),
            new Used(TokenCounts.NONE, Optional.empty()));
  }

  @Test
  void passesBlocksThatItDoesNotKnow() {
    List<AnswerEvent> events =
        read(
            start("'input_tokens':1"),
            "{'type':'content_block_start','index':0,'content_block':{'type':'compaction','content':null}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'compaction_delta','content':'so '}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'compaction_delta','content':'far'}}",
            "{'type':'content_block_stop','index':0}",
            "{'type':'novelty'}",
            "{'type':'message_delta','delta':{'stop_reason':'whim'}}");

    assertThat(events)
        .contains(
            new Foreign(
                0,
                DialectName.ANTHROPIC,
                "compaction",
                json("{'type':'compaction','content':'so far'}")),
            new Finished(0, FinishReason.OTHER, Optional.empty(), "whim"));
  }

  @Test
  void tellsWhyTheModelDeclined() {
    List<AnswerEvent> events =
        read(
            start("'input_tokens':1"),
            "{'type':'message_delta','delta':{'stop_reason':'refusal','stop_details':"
                + "{'type':'refusal','category':'x','explanation':'not this'}},"
                + "'usage':{'output_tokens':5}}");

    assertThat(events)
        .containsSubsequence(
            new RefusalDelta(0, "not this"),
            new Finished(0, FinishReason.REFUSAL, Optional.empty(), "refusal"));
    assertThat(Pieces.read(dialect, Pieces.write(dialect, events, CONTEXT)))
        .containsSubsequence(
            new RefusalDelta(0, "not this"),
            new Finished(0, FinishReason.REFUSAL, Optional.empty(), "refusal"));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,STOP",
    "max_tokens,LENGTH",
    "stop_sequence,STOP_SEQUENCE",
    "tool_use,TOOL_CALLS",
    "pause_turn,PAUSED",
    "refusal,REFUSAL",
    "model_context_window_exceeded,CONTEXT_FULL",
  })
  void keepsEveryReason(String name, FinishReason reason) {
    List<AnswerEvent> events =
        read(
            start("'input_tokens':1"),
            "{'type':'message_delta','delta':{'stop_reason':'"
                + name
                + "','stop_sequence':'END'}}");

    assertThat(events).contains(new Finished(0, reason, Optional.of("END"), name));
    assertThat(Pieces.write(dialect, events, CONTEXT))
        .contains("\"stop_reason\":\"" + name + "\",\"stop_sequence\":\"END\"");
  }

  @Test
  void readsEveryRecordedStream() {
    for (Path file : Recordings.of("anthropic", ".chunks.txt")) {
      for (String answer : answers(file)) {
        String stream =
            answer.lines().map(line -> "data: " + line + "\n\n").collect(Collectors.joining());
        List<AnswerEvent> events = Pieces.read(dialect, stream);
        Gathered gathered = Gathered.of(events);

        assertThat(gathered.failed()).as(file.toString()).isEmpty();
        assertThat(gathered.counts()).as(file.toString()).isEqualTo(countsStated(answer));
        String written = Pieces.write(dialect, events, CONTEXT);
        BlockOrder.check(written);
        Gathered again = Gathered.of(Pieces.read(dialect, written));
        assertThat(again.choices()).as(file.toString()).isEqualTo(gathered.choices());
        assertThat(again.counts()).as(file.toString()).isEqualTo(gathered.counts());
      }
    }
  }

  /** Some files hold several answers, one after the other. */
  private static List<String> answers(Path file) {
    List<String> answers = new ArrayList<>();
    StringBuilder answer = new StringBuilder();
    for (String line : new String(Recordings.bytes(file), UTF_8).lines().toList()) {
      if (!line.isBlank()) {
        answer.append(line).append('\n');
      }
      if (line.contains("\"message_stop\"")) {
        answers.add(answer.toString());
        answer.setLength(0);
      }
    }
    return answers;
  }

  /** What the recording says last, field by field. */
  private static TokenCounts countsStated(String answer) {
    long input = 0;
    long read = 0;
    long write = 0;
    long output = 0;
    long thinking = 0;
    for (String line : answer.lines().toList()) {
      JsonNode event = Json.tree(line).orElseThrow();
      JsonNode usage =
          event.has("usage") ? event.path("usage") : event.path("message").path("usage");
      input = usage.path("input_tokens").asLong(input);
      read = usage.path("cache_read_input_tokens").asLong(read);
      write = usage.path("cache_creation_input_tokens").asLong(write);
      output = usage.path("output_tokens").asLong(output);
      thinking = usage.path("output_tokens_details").path("thinking_tokens").asLong(thinking);
    }
    return new TokenCounts(input, read, write, output - thinking, thinking, 0, 0);
  }
}
