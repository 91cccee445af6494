package dev.weir.dialects.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.ProviderError;
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

/** Answers as documents, and errors. */
final class ResponsesDocumentsTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", false, 1_700);

  private static final String WHOLE =
      """
      {"id":"resp_1","object":"response","created_at":7.0,"status":"completed","error":null,
       "incomplete_details":null,"model":"m","service_tier":"flex","novelty":[1],
       "output":[
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],
         "encrypted_content":"e"},
        {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"f"},
        {"type":"mcp_call","id":"mcp_1","output":"x"},
        {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[
         {"type":"output_text","text":"a","annotations":[{"type":"url_citation","url":"u"}]},
         {"type":"refusal","refusal":"no"}]},
        {"type":"function_call","id":"fc_1","call_id":"t1","name":"f","arguments":"{\\"a\\":1}"},
        {"type":"function_call","id":"fc_2","call_id":"t2","name":"g","arguments":""}],
       "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4},"output_tokens":5,
        "output_tokens_details":{"reasoning_tokens":2},"total_tokens":15}}
      """;

  private final ResponsesDialect dialect = new ResponsesDialect();

  private List<AnswerEvent> read(String document) {
    return dialect.readDocument(document.getBytes(UTF_8));
  }

  private JsonNode write(List<AnswerEvent> events) {
    byte[] bytes = dialect.writeDocument(events, CONTEXT);
    return Json.tree(bytes, 0, bytes.length).orElseThrow();
  }

  @Test
  void readsItemsInTheirOrder() {
    Gathered answer = Gathered.of(read(WHOLE));

    assertThat(answer.createdSeconds()).isEqualTo(7);
    assertThat(answer.choices().getFirst().reason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(answer.choices().getFirst().parts())
        .containsExactly(
            new Part.Thinking("hm", Optional.of("rs_1:e"), DialectName.OPENAI_RESPONSES),
            new Part.HiddenThinking("rs_2:f", DialectName.OPENAI_RESPONSES),
            new Part.Foreign(
                DialectName.OPENAI_RESPONSES,
                "mcp_call",
                Json.tree("{\"type\":\"mcp_call\",\"id\":\"mcp_1\",\"output\":\"x\"}")
                    .orElseThrow()),
            new Part.Text("a"),
            new Part.Foreign(
                DialectName.OPENAI_RESPONSES,
                "annotation: url_citation",
                Json.tree("{\"type\":\"url_citation\",\"url\":\"u\"}").orElseThrow()),
            new Part.Refusal("no"),
            new Part.ToolCall("t1", "f", "{\"a\":1}"),
            new Part.ToolCall("t2", "g", "{}"));
  }

  @Test
  void keepsTokenClassesApart() {
    assertThat(Gathered.of(read(WHOLE)).counts()).isEqualTo(new TokenCounts(6, 4, 0, 3, 2, 0, 0));
  }

  @Test
  void writesWhatItReads() {
    JsonNode written = write(read(WHOLE));

    assertThat(Gathered.of(read(written.toString()))).isEqualTo(Gathered.of(read(WHOLE)));
    assertThat(written.path("output").get(3).path("content")).hasSize(2);
    assertThat(written.path("usage").path("total_tokens").intValue()).isEqualTo(15);
  }

  @Test
  void takesAResponseWithoutAStatusForCompleted() {
    assertThat(Gathered.of(read("{\"output\":[]}")).choices().getFirst().reason())
        .isEqualTo(FinishReason.STOP);
  }

  @Test
  void waitsForToolsThatTheApplicationRuns() {
    for (String type : List.of("custom_tool_call", "local_shell_call", "apply_patch_call")) {
      Gathered answer = Gathered.of(read("{\"output\":[{\"type\":\"" + type + "\"}]}"));

      assertThat(answer.choices().getFirst().reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }
  }

  @Test
  void readsAFailedResponse() {
    String failed =
        """
        {"output":[],"status":"failed","error":{"code":"server_is_overloaded","message":"busy"}}
        """;

    assertThat(read(failed)).last().isEqualTo(new AnswerEvent.Failed(ErrorKind.OVERLOADED, "busy"));
  }

  @Test
  void writesAFailureAsAnErrorDocument() {
    assertThat(Json.text(write(List.of(new AnswerEvent.Failed(ErrorKind.OVERLOADED, "busy")))))
        .isEqualTo(
            "{\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"param\":null,"
                + "\"code\":\"overloaded\"}}");
  }

  @ParameterizedTest
  @EnumSource(FinishReason.class)
  void staysWithinTheReasonsOfResponses(FinishReason reason) {
    JsonNode written = write(List.of(new AnswerEvent.Finished(0, reason, Optional.empty(), "x")));

    assertThat(written.path("status").textValue()).isIn("completed", "incomplete");
    assertThat(written.path("incomplete_details").path("reason").asText("max_output_tokens"))
        .isIn("null", "max_output_tokens", "content_filter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<html>busy</html>",
        "{\"output\":",
        "[]",
        "7",
        "{}",
        "{\"output\":7}",
        "{\"output\":[],\"status\":\"in_progress\"}",
        "{\"output\":[],\"status\":\"queued\"}",
        "{\"output\":[],\"status\":\"cancelled\"}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
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
      value = {
        "429;{\"error\":{\"message\":\"slow\",\"code\":\"x\"}};RATE_LIMITED;slow",
        "400;{\"error\":\"bad\"};INVALID_REQUEST;bad",
        "529;;OVERLOADED;The provider answered with status 529.",
        "502;<html></html>;INTERNAL;The provider answered with status 502.",
        "500;{\"error\":{\"message\":\"m\",\"code\":7}};INTERNAL;m",
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
            new ProviderError(kind.status(), kind, "m", Optional.empty(), OptionalLong.empty()),
            "r1");

    assertThat(new String(body, UTF_8)).contains("\"message\":\"m\"", "\"type\":\"");
  }

  @Test
  void readsAndWritesEveryRecordedDocument() {
    for (String folder : List.of("openai/responses", "azure")) {
      for (Path file : Recordings.of(folder, ".json")) {
        byte[] document = Recordings.bytes(file);
        JsonNode tree = Json.tree(document, 0, document.length).orElseThrow();
        if (!tree.path("output").isArray()) {
          assertThat(dialect.readError(400, document).message()).isNotEmpty();
          continue;
        }
        List<AnswerEvent> events = dialect.readDocument(document);
        Gathered answer = Gathered.of(events);
        Gathered again = Gathered.of(dialect.readDocument(dialect.writeDocument(events, CONTEXT)));

        assertThat(answer.failed()).as(file.toString()).isEmpty();
        assertThat(answer.counts().total())
            .as(file.toString())
            .isEqualTo(tree.path("usage").path("total_tokens").longValue());
        assertThat(again.choices()).as(file.toString()).isEqualTo(answer.choices());
        assertThat(again.counts()).as(file.toString()).isEqualTo(answer.counts());
      }
    }
  }
}
