package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.AnswerEvent.Finished;
import dev.weir.dialects.canonical.AnswerEvent.Used;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
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
import org.junit.jupiter.params.provider.ValueSource;

final class GeminiDocumentsTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  private static final String FULL =
      """
      {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"so"},
        {"functionCall":{"id":"c","name":"f","args":{"a":1.50}},"thoughtSignature":"c2ln"},
        {"executableCode":{"language":"PYTHON","code":"1"}}],"role":"model"},
        "groundingMetadata":{"webSearchQueries":["q"]},"finishReason":"STOP","index":0},
       {"content":{"parts":[{"text":"other"}],"role":"model"},"finishReason":"RECITATION","index":1}],
       "usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,
        "candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":22},
       "modelVersion":"gemini-x","createTime":"1970-01-01T00:01:40Z","responseId":"id-1"}
      """;

  private final GeminiDialect dialect = new GeminiDialect();

  private List<AnswerEvent> read(String document) {
    return dialect.readDocument(document.getBytes(UTF_8));
  }

  private static String candidate(String reason, String parts) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + parts
        + "]},\"finishReason\":\""
        + reason
        + "\"}]}";
  }

  @Test
  void writesWhatItReads() {
    String written = new String(dialect.writeDocument(read(FULL), CONTEXT), UTF_8);

    assertThat(Json.tree(written)).isEqualTo(Json.tree(FULL));
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "MAX_TOKENS, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "IMAGE_SAFETY, CONTENT_FILTER",
    "SPII, CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL, ERROR",
    "SOMETHING_NEW, OTHER"
  })
  void readsReasons(String reason, FinishReason expected) {
    assertThat(read(candidate(reason, "{\"text\":\"a\"}")).getLast())
        .isEqualTo(new Finished(0, expected, Optional.empty(), reason));
  }

  @Test
  void aStopWithCallsWaitsForTheirResults() {
    assertThat(read(candidate("STOP", "{\"functionCall\":{\"name\":\"f\"}}")).getLast())
        .isInstanceOfSatisfying(
            Finished.class, it -> assertThat(it.reason()).isEqualTo(FinishReason.TOOL_CALLS));
  }

  @Test
  void countsSoundApart() {
    List<AnswerEvent> events =
        read(
            """
            {"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":100,
             "cachedContentTokenCount":30,"candidatesTokenCount":20,"toolUsePromptTokenCount":5,
             "promptTokensDetails":[{"modality":"TEXT","tokenCount":60},{"modality":"AUDIO","tokenCount":40}],
             "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":10}],
             "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":12}],"totalTokenCount":125}}
            """);

    assertThat(events.getLast())
        .isEqualTo(
            new Used(
                new TokenCounts(45, 30, 0, 8, 0, 30, 12, new TokenCounts.Parts(0, 10, 0, 12)),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "[]", "7", "{}", "{\"candidates\":[]}", "{\"candidates\":7}"})
  void whatIsNoAnswerFails(String body) {
    assertThat(read(body).getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void readsAndWritesErrors() {
    String body =
        """
        {"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED","details":[
         {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3.5s"}]}}
        """;

    ProviderError error = dialect.readError(429, body.getBytes(UTF_8));

    assertThat(error)
        .isEqualTo(
            new ProviderError(
                429,
                ErrorKind.RATE_LIMITED,
                "slow",
                Optional.of("RESOURCE_EXHAUSTED"),
                OptionalLong.of(3_500)));
    assertThat(Json.tree(new String(dialect.writeError(error, "r"), UTF_8)))
        .isEqualTo(Json.tree(body));
    assertThat(dialect.readError(429, ("[" + body + "]").getBytes(UTF_8))).isEqualTo(error);
  }

  @Test
  void aWrongKeyIsNoWrongRequest() {
    String body =
        """
        {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT",
         "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}
        """;

    assertThat(dialect.readError(400, body.getBytes(UTF_8)).kind())
        .isEqualTo(ErrorKind.AUTHENTICATION);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, INVALID_ARGUMENT",
    "AUTHENTICATION, UNAUTHENTICATED",
    "PERMISSION, PERMISSION_DENIED",
    "NOT_FOUND, NOT_FOUND",
    "RATE_LIMITED, RESOURCE_EXHAUSTED",
    "INTERNAL, INTERNAL",
    "OVERLOADED, UNAVAILABLE",
    "TIMEOUT, DEADLINE_EXCEEDED",
    "BILLING, FAILED_PRECONDITION"
  })
  void namesTheStatusOfAnError(ErrorKind kind, String status) {
    ProviderError error =
        new ProviderError(kind.status(), kind, "m", Optional.of("x"), OptionalLong.empty());

    assertThat(Json.tree(new String(dialect.writeError(error, "r"), UTF_8)))
        .isEqualTo(
            Json.tree(
                "{\"error\":{\"code\":"
                    + kind.status()
                    + ",\"message\":\"m\",\"status\":\""
                    + status
                    + "\",\"details\":[{\"@type\":"
                    + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"x\"}]}}"));
  }

  @Test
  void readsEveryRecording() {
    for (Path file : Recordings.of("google", ".json")) {
      byte[] body = Recordings.bytes(file);

      List<AnswerEvent> events = dialect.readDocument(body);

      long total =
          Json.tree(body, 0, body.length)
              .orElseThrow()
              .path("usageMetadata")
              .path("totalTokenCount")
              .asLong();
      if (events.getLast() instanceof Used used) {
        assertThat(used.counts().total()).as(file.toString()).isEqualTo(total);
      } else {
        assertThat(events).hasSize(1);
        assertThat(dialect.readError(429, body).retryAfterMillis()).hasValue(34_400);
      }
    }
  }
}
