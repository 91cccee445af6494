package dev.weir.dialects.chat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ChatDocumentsTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", false, 1_700);

  private static final String TWO_CHOICES =
      """
      {"id":"c1","object":"chat.completion","created":7,"model":"m","service_tier":"flex","choices":[
        {"index":0,"message":{"role":"assistant","content":"a","reasoning_content":"t"},"finish_reason":"stop"},
        {"index":1,"message":{"role":"assistant","content":null,"tool_calls":[
          {"id":"x","type":"function","function":{"name":"f","arguments":"{}"},
           "extra_content":{"google":{"thought_signature":"s"}}}]},"finish_reason":"tool_calls"}],
       "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
        "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}}
      """;

  private final ChatDialect dialect = ChatDialect.ofOpenAi();

  private List<AnswerEvent> read(String document) {
    return dialect.readDocument(document.getBytes(UTF_8));
  }

  private JsonNode write(List<AnswerEvent> events) {
    byte[] bytes = dialect.writeDocument(events, CONTEXT);
    return Json.tree(bytes, 0, bytes.length).orElseThrow();
  }

  @Test
  void readsAllChoices() {
    Gathered answer = Gathered.of(read(TWO_CHOICES));

    assertThat(answer.choices()).hasSize(2);
    assertThat(answer.choices().getFirst().parts())
        .containsExactly(
            new Part.Thinking("t", Optional.empty(), DialectName.OPENAI_CHAT), new Part.Text("a"));
    assertThat(answer.choices().getLast().parts())
        .containsExactly(new Part.ToolCall("x", "f", "{}", Optional.of("s"), Optional.empty()));
  }

  @Test
  void readsContentThatIsAListOfParts() {
    Gathered answer =
        Gathered.of(
            read(
                """
                {"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":[
                  {"type":"thinking","thinking":[{"type":"text","text":"hm"},{"type":"text","text":"m"}]},
                  {"type":"text","text":"The answer"}]},"finish_reason":"stop"}]}
                """));

    assertThat(answer.choices().getFirst().parts())
        .containsExactly(
            new Part.Thinking("hmm", Optional.empty(), DialectName.OPENAI_CHAT),
            new Part.Text("The answer"));
  }

  @Test
  void keepsTokenClassesApart() {
    assertThat(Gathered.of(read(TWO_CHOICES)).counts())
        .isEqualTo(new TokenCounts(6, 4, 0, 3, 2, 0, 0));
  }

  @Test
  void writesWhatItReads() {
    JsonNode written = write(read(TWO_CHOICES));

    assertThat(read(written.toString())).isEqualTo(read(TWO_CHOICES));
    assertThat(written.path("usage").path("prompt_tokens").intValue()).isEqualTo(10);
    assertThat(written.path("usage").path("completion_tokens").intValue()).isEqualTo(5);
  }

  @Test
  void addsCachedTokensToPromptTokens() {
    List<AnswerEvent> events =
        List.of(
            new AnswerEvent.Started("", "", 0),
            new AnswerEvent.TextDelta(0, "a"),
            new AnswerEvent.Finished(0, FinishReason.STOP, Optional.empty(), "end_turn"),
            new AnswerEvent.Used(new TokenCounts(1, 20, 300, 4, 0, 0, 0), Optional.empty()));

    JsonNode written = write(events);

    assertThat(written.path("usage").path("prompt_tokens").intValue()).isEqualTo(321);
    assertThat(written.path("id").textValue()).isEqualTo("chatcmpl-r1");
    assertThat(written.path("model").textValue()).isEqualTo("asked");
    assertThat(written.path("created").intValue()).isEqualTo(1_700);
  }

  @ParameterizedTest
  @EnumSource(value = FinishReason.class, mode = EnumSource.Mode.EXCLUDE, names = "ERROR")
  void staysWithinChatsReasons(FinishReason reason) {
    assertThat(ChatAnswerWriter.reasonOf(reason))
        .isIn("stop", "length", "tool_calls", "content_filter");
  }

  @Test
  void doesNotTellAFailureOfTheModelAsAStop() {
    assertThat(ChatAnswerWriter.reasonOf(FinishReason.ERROR)).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<html>busy</html>",
        "{\"choices\":",
        "[]",
        "7",
        "{}",
        "{\"choices\":[]}",
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
            new ProviderError(
                kind.status(), kind, "m", Optional.empty(), java.util.OptionalLong.empty()),
            "r1");

    assertThat(new String(body, UTF_8)).contains("\"message\":\"m\"", "\"type\":\"");
  }

  @Test
  void readsEveryRecordedDocument() {
    for (String folder : List.of("openai/chat", "openai-compatible/chat")) {
      for (Path file : Recordings.of(folder, ".json")) {
        byte[] document = Recordings.bytes(file);
        JsonNode tree = Json.tree(document, 0, document.length).orElseThrow();
        if (tree.has("error")) {
          assertThat(dialect.readError(400, document).message()).isNotEmpty();
          continue;
        }
        Gathered answer = Gathered.of(dialect.readDocument(document));

        assertThat(answer.failed()).as(file.toString()).isEmpty();
        assertThat(answer.counts().total())
            .as(file.toString())
            .isEqualTo(tree.path("usage").path("total_tokens").longValue());
      }
    }
  }
}
