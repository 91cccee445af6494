package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AnthropicDocumentsTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", false, 1_700);

  static final String FULL =
      """
      {"id":"m1","type":"message","role":"assistant","model":"c","content":[
        {"type":"thinking","thinking":"hm","signature":"sig"},
        {"type":"redacted_thinking","data":"dark"},
        {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},
        {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","encrypted_content":"e"}]},
        {"type":"text","text":"a","citations":[{"type":"web_search_result_location","url":"u"}]},
        {"type":"text","text":"b"},
        {"type":"tool_use","id":"t1","name":"f","input":{"x":1.50}}],
       "stop_reason":"tool_use","stop_sequence":null,
       "usage":{"input_tokens":6,"cache_creation_input_tokens":5,"cache_read_input_tokens":4,
        "output_tokens":30,"output_tokens_details":{"thinking_tokens":20},
        "server_tool_use":{"web_search_requests":1},"service_tier":"priority"}}
      """;

  private final AnthropicDialect dialect = new AnthropicDialect();

  private List<AnswerEvent> read(String document) {
    return dialect.readDocument(document.getBytes(UTF_8));
  }

  private JsonNode write(List<AnswerEvent> events) {
    byte[] bytes = dialect.writeDocument(events, CONTEXT);
    return Json.tree(bytes, 0, bytes.length).orElseThrow();
  }

  @Test
  void readsEveryKindOfBlock() {
    Gathered answer = Gathered.of(read(FULL));

    assertThat(answer.choices().getFirst().parts())
        .filteredOn(it -> !(it instanceof Part.Foreign))
        .containsExactly(
            new Part.Thinking("hm", Optional.of("sig"), DialectName.ANTHROPIC),
            new Part.HiddenThinking("dark", DialectName.ANTHROPIC),
            new Part.Text("a"),
            new Part.Text("b"),
            new Part.ToolCall("t1", "f", "{\"x\":1.50}"));
  }

  @Test
  void keepsTokenClassesApart() {
    assertThat(Gathered.of(read(FULL)).counts()).isEqualTo(new TokenCounts(6, 4, 5, 10, 20, 0, 0));
  }

  @Test
  void writesWhatItReads() {
    JsonNode written = write(read(FULL));

    assertThat(written.path("content")).isEqualTo(Json.tree(FULL).orElseThrow().path("content"));
    assertThat(read(written.toString())).isEqualTo(read(FULL));
    assertThat(written.at("/usage/input_tokens").intValue()).isEqualTo(6);
    assertThat(written.at("/usage/output_tokens").intValue()).isEqualTo(30);
    assertThat(written.at("/usage/service_tier").textValue()).isEqualTo("priority");
  }

  @Test
  void leavesCachedTokensOutOfInputTokens() {
    List<AnswerEvent> events =
        List.of(
            new AnswerEvent.Started("", "", 0),
            new AnswerEvent.ThinkingDelta(0, "unsigned"),
            new AnswerEvent.TextDelta(0, "a"),
            new AnswerEvent.Finished(0, FinishReason.STOP, Optional.empty(), "stop"),
            new AnswerEvent.Used(new TokenCounts(1, 20, 300, 4, 2, 7, 9), Optional.empty()));

    JsonNode written = write(events);

    assertThat(written.at("/usage/input_tokens").intValue()).isEqualTo(17);
    assertThat(written.at("/usage/cache_read_input_tokens").intValue()).isEqualTo(20);
    assertThat(written.at("/usage/cache_creation_input_tokens").intValue()).isEqualTo(300);
    assertThat(written.at("/usage/output_tokens").intValue()).isEqualTo(6);
    assertThat(written.path("id").textValue()).isEqualTo("msg_r1");
    assertThat(written.path("model").textValue()).isEqualTo("asked");
    assertThat(written.at("/content/0/signature").textValue()).isEmpty();
  }

  @Test
  void givesCutOffArgumentsAnEmptyInput() {
    List<AnswerEvent> events =
        List.of(
            new AnswerEvent.ToolCallStarted(0, 0, "t", "f", Optional.of("xyz")),
            new AnswerEvent.ToolCallDelta(0, 0, "{\"a\":\"b"),
            new AnswerEvent.Finished(0, FinishReason.LENGTH, Optional.empty(), "length"));

    JsonNode written = write(events);

    assertThat(written.at("/content/0/data").textValue()).isEqualTo("weir:call:xyz");
    assertThat(written.at("/content/1/input")).isEqualTo(Json.newObject());
    assertThat(written.path("stop_reason").textValue()).isEqualTo("max_tokens");
  }

  @Test
  void tellsWhyTheModelDeclined() {
    String document =
        """
        {"id":"m","type":"message","model":"c","content":[],"stop_reason":"refusal",
         "stop_details":{"type":"refusal","explanation":"not this"},"usage":{"input_tokens":1,"output_tokens":1}}
        """;

    JsonNode written = write(read(document));

    assertThat(written.path("content")).isEmpty();
    assertThat(written.at("/stop_details/explanation").textValue()).isEqualTo("not this");
    assertThat(read(written.toString())).isEqualTo(read(document));
  }

  @ParameterizedTest
  @EnumSource(FinishReason.class)
  void hasANameForEveryReason(FinishReason reason) {
    assertThat(StopReasons.write(reason, false, ""))
        .isIn(
            "end_turn",
            "max_tokens",
            "stop_sequence",
            "tool_use",
            "pause_turn",
            "refusal",
            "model_context_window_exceeded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<html>busy</html>",
        "{\"content\":",
        "[]",
        "7",
        "{}",
        "{\"type\":\"message\",\"content\":\"x\"}",
        "{\"type\":\"message\",\"content\":[],\"stop_reason\":null}",
      })
  void takesWhatIsNoWholeAnswerForTruncated(String document) {
    assertThat(read(document).getLast())
        .isInstanceOfSatisfying(
            AnswerEvent.Failed.class,
            it -> {
              assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED);
              assertThat(it.message()).doesNotContain("busy");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "429;{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}};RATE_LIMITED;slow",
        "529;{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}};OVERLOADED;m",
        "400;{\"error\":{\"type\":\"billing_error\",\"message\":\"m\"}};BILLING;m",
        "413;{\"error\":{\"type\":\"novelty\",\"message\":\"m\"}};TOO_LARGE;m",
        "400;{\"error\":\"bad\"};INVALID_REQUEST;bad",
        "529;;OVERLOADED;The provider answered with status 529.",
        "502;<html></html>;INTERNAL;The provider answered with status 502.",
        "500;{\"error\":{\"message\":7}};INTERNAL;7",
      })
  void readsErrorsOfAnyShape(int status, String body, ErrorKind kind, String message) {
    ProviderError error =
        dialect.readError(status, body == null ? new byte[0] : body.getBytes(UTF_8));

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void namesEveryKindOfError(ErrorKind kind) {
    byte[] body =
        dialect.writeError(
            new ProviderError(kind.status(), kind, "m", Optional.of("c"), OptionalLong.empty()),
            "r1");

    assertThat(new String(body, UTF_8))
        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"")
        .endsWith("\"message\":\"m\"},\"request_id\":\"r1\"}");
    ErrorKind read = dialect.readError(AnthropicDialect.statusOf(kind), body).kind();
    if (kind != ErrorKind.TRUNCATED && kind != ErrorKind.CONTENT_BLOCKED) {
      assertThat(read).isEqualTo(kind);
    }
  }

  @Test
  void answersOverloadWithAStatusOfItsOwn() {
    assertThat(AnthropicDialect.statusOf(ErrorKind.OVERLOADED)).isEqualTo(529);
    assertThat(AnthropicDialect.statusOf(ErrorKind.RATE_LIMITED)).isEqualTo(429);
  }

  @Test
  void countsTokensOfARequestWithoutWhatConcernsItsAnswer() {
    Reading reading =
        CountTokens.read(
            "{\"model\":\"claude-x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"
                .getBytes(UTF_8));

    var written = CountTokens.write(((Reading.Read) reading).request(), new Losses());

    assertThat(written.path()).isEqualTo("/messages/count_tokens");
    assertThat(new String(written.body(), UTF_8))
        .isEqualTo("{\"model\":\"claude-x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");
    assertThat(new String(CountTokens.writeReply(7), UTF_8)).isEqualTo("{\"input_tokens\":7}");
    assertThat(CountTokens.readReply(CountTokens.writeReply(7))).hasValue(7);
    assertThat(CountTokens.readReply("<html>".getBytes(UTF_8))).isEmpty();
    assertThat(CountTokens.readReply("{\"input_tokens\":-1}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void givesAnAnswerBackAsTheNextRequestsTurn() {
    String content = Json.tree(FULL).orElseThrow().path("content").toString();
    String body =
        "{\"model\":\"claude-opus-5\",\"max_tokens\":9,\"messages\":["
            + "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":"
            + content
            + "}]}";
    Losses losses = new Losses();
    Reading reading = dialect.read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);

    byte[] written = dialect.write(((Reading.Read) reading).request(), losses).body();

    assertThat(Json.tree(written, 0, written.length).orElseThrow().at("/messages/1/content"))
        .isEqualTo(Json.tree(content).orElseThrow());
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void readsEveryRecordedDocument() {
    for (Path file : Recordings.of("anthropic", ".json")) {
      byte[] document = Recordings.bytes(file);
      JsonNode tree = Json.tree(document, 0, document.length).orElseThrow();
      JsonNode usage = tree.path("usage");
      List<AnswerEvent> events = dialect.readDocument(document);
      Gathered answer = Gathered.of(events);

      assertThat(answer.failed()).as(file.toString()).isEmpty();
      assertThat(answer.counts().total())
          .as(file.toString())
          .isEqualTo(
              usage.path("input_tokens").longValue()
                  + usage.path("cache_read_input_tokens").longValue()
                  + usage.path("cache_creation_input_tokens").longValue()
                  + usage.path("output_tokens").longValue());
      // Neighbouring texts become one; all else comes back as it was.
      assertThat(Gathered.of(dialect.readDocument(dialect.writeDocument(events, CONTEXT))))
          .as(file.toString())
          .isEqualTo(answer);
    }
  }
}
