package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BedrockDocumentsTest {

  private static final String FULL =
      """
      {"output":{"message":{"role":"assistant","content":[
         {"reasoningContent":{"reasoningText":{"text":"hm","signature":"sig"}}},
         {"reasoningContent":{"redactedContent":"AAAA"}},
         {"text":"hello"},
         {"citationsContent":{"content":[{"text":"so it says"}],"citations":[{"title":"t"}]}},
         {"toolUse":{"toolUseId":"t1","name":"f","input":{"a":1.50}}},
         {"toolUse":{"toolUseId":"t2","name":"g","input":{}}},
         {"sparkle":{"x":1}}]}},
       "stopReason":"tool_use",
       "additionalModelResponseFields":{"stop_sequence":"END"},
       "usage":{"inputTokens":7,"outputTokens":4,"totalTokens":16,"cacheReadInputTokens":2,"cacheWriteInputTokens":3},
       "serviceTier":{"type":"priority"},
       "metrics":{"latencyMs":0}}
      """;

  private final BedrockDialect dialect = new BedrockDialect();

  private List<AnswerEvent> read(String document) {
    return dialect.readDocument(document.getBytes(UTF_8));
  }

  @Test
  void readsEveryKindOfBlock() {
    Gathered answer = Gathered.of(read(FULL));

    Gathered.Choice choice = answer.choices().getFirst();
    assertThat(choice.parts())
        .contains(
            new Part.Thinking("hm", Optional.of("sig"), DialectName.BEDROCK),
            new Part.HiddenThinking("AAAA", DialectName.BEDROCK),
            new Part.ToolCall("t1", "f", "{\"a\":1.50}"),
            new Part.ToolCall("t2", "g", "{}"));
    assertThat(choice.stopSequence()).contains("END");
    assertThat(answer.counts()).isEqualTo(new TokenCounts(7, 2, 3, 4, 0, 0, 0));
    assertThat(answer.counts().total()).isEqualTo(16);
    assertThat(answer.used().orElseThrow().serviceTier()).contains("priority");
  }

  @Test
  void writesWhatItReads() {
    List<AnswerEvent> events = read(FULL);

    byte[] written = dialect.writeDocument(events, Frames.CONTEXT);

    assertThat(Gathered.of(dialect.readDocument(written))).isEqualTo(Gathered.of(events));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "tool_use, TOOL_CALLS",
    "max_tokens, LENGTH",
    "stop_sequence, STOP_SEQUENCE",
    "guardrail_intervened, CONTENT_FILTER",
    "content_filtered, CONTENT_FILTER",
    "model_context_window_exceeded, CONTEXT_FULL",
    "malformed_model_output, ERROR",
    "malformed_tool_use, ERROR"
  })
  void keepsEveryReason(String reason, FinishReason finish) {
    List<AnswerEvent> events =
        read(
            """
            {"output":{"message":{"content":[{"text":"a"}]}},"stopReason":"%s"}
            """
                .formatted(reason));

    assertThat(events).contains(new AnswerEvent.Finished(0, finish, Optional.empty(), reason));
    assertThat(dialect.writeDocument(events, Frames.CONTEXT))
        .asString(UTF_8)
        .contains("\"stopReason\":\"" + reason + "\"");
  }

  @Test
  void takesAReasonThatItDoesNotKnowForOther() {
    assertThat(StopReasons.read("something_new")).isEqualTo(FinishReason.OTHER);
    assertThat(StopReasons.write(FinishReason.OTHER, "something_new")).isEqualTo("end_turn");
  }

  @Test
  void failsWhereTheDocumentIsAnError() {
    assertThat(read("{\"__type\":\"x#ThrottlingException\",\"message\":\"slow\"}"))
        .containsExactly(new AnswerEvent.Failed(ErrorKind.RATE_LIMITED, "slow"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "-1.5e99999", "\"x\"", "[]", "[7]", "{}", "{\"type\":[]}"})
  void survivesWrongTypesEverywhere(String wrong) {
    for (JsonNode altered : altered(json(FULL), json(wrong))) {
      List<AnswerEvent> events = dialect.readDocument(Json.bytes(altered));

      assertThat(events).isNotEmpty();
      assertThat(dialect.writeDocument(events, Frames.CONTEXT)).isNotEmpty();
      assertThat(Frames.write(events)).isNotEmpty();
      assertThat(dialect.readError(400, Json.bytes(altered)).message()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "<html>", "\u0000", "nul", "\"", "1e999999999", "[[[["})
  void failsOnceWhereThereIsNoJson(String body) {
    byte[] bytes = body.getBytes(UTF_8);

    assertThat(dialect.read(bytes, CallAddress.SAYS_NOTHING)).isInstanceOf(Reading.Wrong.class);
    assertThat(dialect.readDocument(bytes)).hasSize(1);
    assertThat(Pieces.read(dialect, bytes)).hasSize(1);
    assertThat(dialect.readError(500, bytes).message()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | {\"message\":\"slow\"} | RATE_LIMITED | slow",
        "400 | {\"__type\":\"a#ServiceQuotaExceededException\",\"message\":\"m\"} | RATE_LIMITED | m",
        "403 | {\"Message\":\"no\"} | PERMISSION | no",
        "403 | {\"__type\":\"ExpiredTokenException\",\"message\":\"old\"} | AUTHENTICATION | old",
        "424 | {} | INTERNAL | The provider answered with status 424.",
        "503 | <html> | OVERLOADED | The provider answered with status 503."
      })
  void readsErrors(int status, String body, ErrorKind kind, String message) {
    ProviderError error = dialect.readError(status, body.getBytes(UTF_8));

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void writesAnErrorOfEveryKind(ErrorKind kind) {
    var error =
        new ProviderError(kind.status(), kind, "what", Optional.of("finer"), OptionalLong.empty());

    JsonNode written = json(new String(dialect.writeError(error, "r1"), UTF_8));

    assertThat(written.path("message").asText()).isEqualTo("what");
    assertThat(written.path("__type").asText()).endsWith("Exception");
  }

  @Test
  void readsEveryRecordedDocument() {
    for (Path file : Recordings.of("amazon-bedrock", ".json")) {
      byte[] body = Recordings.bytes(file);
      List<AnswerEvent> events = dialect.readDocument(body);
      Gathered answer = Gathered.of(events);

      JsonNode stated = Json.tree(body, 0, body.length).orElseThrow().path("usage");
      assertThat(answer.failed()).as(file.toString()).isEmpty();
      assertThat(answer.counts().total())
          .as(file.toString())
          .isEqualTo(stated.path("totalTokens").asLong());
      assertThat(Gathered.of(dialect.readDocument(dialect.writeDocument(events, Frames.CONTEXT))))
          .as(file.toString())
          .isEqualTo(answer);
    }
  }

  private static JsonNode json(String text) {
    return Json.tree(text).orElseThrow();
  }

  /** The value with each of its values replaced in turn. */
  static List<JsonNode> altered(JsonNode value, JsonNode wrong) {
    List<JsonNode> all = new ArrayList<>();
    all.add(wrong);
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(each -> {
            for (JsonNode inside : altered(each.getValue(), wrong)) {
              all.add(object.deepCopy().set(each.getKey(), inside));
            }
          });
    }
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        for (JsonNode inside : altered(array.get(i), wrong)) {
          ArrayNode copy = array.deepCopy();
          copy.set(i, inside);
          all.add(copy);
        }
      }
    }
    return all;
  }
}
