package dev.weir.dialects.responses;

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
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams for callers. */
final class ResponsesStreamWritingTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", false, 1_700);
  private static final Started STARTED = new Started("resp_1", "m", 7);
  private static final Finished STOPPED =
      new Finished(0, FinishReason.STOP, Optional.empty(), "completed");
  private static final Used USED =
      new Used(new TokenCounts(1, 20, 300, 3, 1, 0, 0), Optional.of("flex"));

  private final ResponsesDialect dialect = new ResponsesDialect();

  private List<JsonNode> written(AnswerEvent... events) {
    List<JsonNode> written = new ArrayList<>();
    String name = "";
    for (String line : Pieces.write(dialect, List.of(events), CONTEXT).lines().toList()) {
      if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        JsonNode event = Json.tree(line.substring("data: ".length())).orElseThrow();
        assertThat(event.path("type").textValue()).isEqualTo(name);
        assertThat(event.path("sequence_number").intValue()).isEqualTo(written.size());
        written.add(event);
      }
    }
    return written;
  }

  /** Type, and the fields that say where and what. */
  private static String brief(JsonNode event) {
    StringBuilder text = new StringBuilder(event.path("type").textValue().replace("response.", ""));
    for (String name :
        List.of("output_index", "content_index", "summary_index", "annotation_index")) {
      if (event.has(name)) {
        text.append(' ').append(event.path(name));
      }
    }
    for (String name : List.of("item_id", "delta", "text", "refusal", "arguments")) {
      if (event.has(name)) {
        text.append(' ').append(event.path(name).textValue());
      }
    }
    for (String name : List.of("part", "item", "annotation")) {
      if (event.has(name)) {
        text.append(' ').append(Json.text(event.path(name)).replace('"', '\''));
      }
    }
    return text.toString();
  }

  @Test
  void writesTheWholeSequence() {
    List<JsonNode> written =
        written(
            STARTED,
            new ThinkingDelta(0, "h"),
            new ThinkingDelta(0, "m"),
            new TextDelta(0, "a"),
            new Foreign(
                0,
                DialectName.OPENAI_RESPONSES,
                "annotation: url_citation",
                Json.newObject().put("url", "u")),
            new TextDelta(0, "b"),
            new RefusalDelta(0, "no"),
            new ToolCallStarted(0, 0, "t1", "f", Optional.empty()),
            new ToolCallDelta(0, 0, "{\"a\":"),
            new ToolCallStarted(0, 1, "t2", "g", Optional.empty()),
            new ToolCallDelta(0, 0, "1}"),
            new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_use"),
            USED);

    assertThat(written)
        .extracting(ResponsesStreamWritingTest::brief)
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added 0 {'id':'rs_weir_r1_0','type':'reasoning','summary':[]}",
            "reasoning_summary_part.added 0 0 rs_weir_r1_0 {'type':'summary_text','text':''}",
            "reasoning_summary_text.delta 0 0 rs_weir_r1_0 h",
            "reasoning_summary_text.delta 0 0 rs_weir_r1_0 m",
            "reasoning_summary_text.done 0 0 rs_weir_r1_0 hm",
            "reasoning_summary_part.done 0 0 rs_weir_r1_0 {'type':'summary_text','text':'hm'}",
            "output_item.done 0 {'id':'rs_weir_r1_0','type':'reasoning',"
                + "'summary':[{'type':'summary_text','text':'hm'}]}",
            "output_item.added 1 {'id':'msg_r1_1','type':'message','status':'in_progress',"
                + "'role':'assistant','content':[]}",
            "content_part.added 1 0 msg_r1_1 "
                + "{'type':'output_text','text':'','annotations':[],'logprobs':[]}",
            "output_text.delta 1 0 msg_r1_1 a",
            "output_text.annotation.added 1 0 0 msg_r1_1 {'url':'u'}",
            "output_text.delta 1 0 msg_r1_1 b",
            "output_text.done 1 0 msg_r1_1 ab",
            "content_part.done 1 0 msg_r1_1 "
                + "{'type':'output_text','text':'ab','annotations':[{'url':'u'}],'logprobs':[]}",
            "content_part.added 1 1 msg_r1_1 {'type':'refusal','refusal':''}",
            "refusal.delta 1 1 msg_r1_1 no",
            "refusal.done 1 1 msg_r1_1 no",
            "content_part.done 1 1 msg_r1_1 {'type':'refusal','refusal':'no'}",
            "output_item.done 1 {'id':'msg_r1_1','type':'message','status':'completed',"
                + "'role':'assistant','content':["
                + "{'type':'output_text','text':'ab','annotations':[{'url':'u'}],'logprobs':[]},"
                + "{'type':'refusal','refusal':'no'}]}",
            "output_item.added 2 {'id':'fc_r1_2','type':'function_call','status':'in_progress',"
                + "'call_id':'t1','name':'f','arguments':''}",
            "function_call_arguments.delta 2 fc_r1_2 {\"a\":",
            "output_item.added 3 {'id':'fc_r1_3','type':'function_call','status':'in_progress',"
                + "'call_id':'t2','name':'g','arguments':''}",
            "function_call_arguments.delta 2 fc_r1_2 1}",
            "function_call_arguments.done 2 fc_r1_2 {\"a\":1}",
            "output_item.done 2 {'id':'fc_r1_2','type':'function_call','status':'completed',"
                + "'call_id':'t1','name':'f','arguments':'{\\'a\\':1}'}",
            "function_call_arguments.done 3 fc_r1_3 {}",
            "output_item.done 3 {'id':'fc_r1_3','type':'function_call','status':'completed',"
                + "'call_id':'t2','name':'g','arguments':'{}'}",
            "completed");
    JsonNode whole = written.getLast().path("response");
    assertThat(whole.path("output")).hasSize(4);
    for (int i = 0; i < 4; i++) {
      int place = i;
      assertThat(whole.path("output").get(i))
          .isEqualTo(
              written.stream()
                  .filter(it -> it.path("type").textValue().equals("response.output_item.done"))
                  .filter(it -> it.path("output_index").intValue() == place)
                  .findFirst()
                  .orElseThrow()
                  .path("item"));
    }
  }

  @Test
  void writesEveryFieldThatAResponseMustHave() {
    for (JsonNode event : written(STARTED, new TextDelta(0, "a"), STOPPED, USED)) {
      if (event.has("response")) {
        assertThat(event.path("response").properties())
            .extracting(it -> it.getKey())
            .contains(
                "id",
                "object",
                "created_at",
                "status",
                "error",
                "incomplete_details",
                "instructions",
                "metadata",
                "model",
                "output",
                "parallel_tool_calls",
                "temperature",
                "tool_choice",
                "tools",
                "top_p",
                "usage");
      }
    }
  }

  @Test
  void addsCachedTokensToInputTokens() {
    JsonNode whole = written(STARTED, STOPPED, USED).getLast().path("response");

    assertThat(Json.text(whole.path("usage")))
        .isEqualTo(
            "{\"input_tokens\":321,"
                + "\"input_tokens_details\":{\"cached_tokens\":20,\"cache_write_tokens\":300},"
                + "\"output_tokens\":4,\"output_tokens_details\":{\"reasoning_tokens\":1},"
                + "\"total_tokens\":325}");
    assertThat(whole.path("service_tier").textValue()).isEqualTo("flex");
  }

  @Test
  void writesUsageWithAnIncompleteResponse() {
    JsonNode last =
        written(
                STARTED,
                new TextDelta(0, "a"),
                new Finished(0, FinishReason.LENGTH, Optional.empty(), "max_tokens"),
                USED)
            .getLast();

    assertThat(last.path("type").textValue()).isEqualTo("response.incomplete");
    assertThat(last.path("response").path("usage").path("total_tokens").intValue()).isEqualTo(325);
    assertThat(Json.text(last.path("response").path("incomplete_details")))
        .isEqualTo("{\"reason\":\"max_output_tokens\"}");
    assertThat(last.path("response").path("output").get(0).path("status").textValue())
        .isEqualTo("incomplete");
  }

  @Test
  void writesAFailureAsOpenAiDoes() {
    List<JsonNode> written =
        written(STARTED, new TextDelta(0, "a"), new Failed(ErrorKind.RATE_LIMITED, "slow down"));

    assertThat(Json.text(written.get(written.size() - 2)))
        .isEqualTo(
            "{\"type\":\"error\",\"sequence_number\":5,\"code\":\"rate_limit_exceeded\","
                + "\"message\":\"slow down\",\"param\":null}");
    assertThat(written.getLast().path("type").textValue()).isEqualTo("response.failed");
    assertThat(written.getLast().path("response").path("status").textValue()).isEqualTo("failed");
    assertThat(Json.text(written.getLast().path("response").path("error")))
        .isEqualTo("{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}");
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void keepsTheKindOfAFailure(ErrorKind kind) {
    String stream = Pieces.write(dialect, List.of(STARTED, new Failed(kind, "m")), CONTEXT);

    assertThat(Pieces.read(dialect, stream)).containsExactly(STARTED, new Failed(kind, "m"));
  }

  @Test
  void beginsEvenWhereTheProviderDidNot() {
    List<JsonNode> written = written(new Failed(ErrorKind.TIMEOUT, "m"));

    assertThat(written)
        .extracting(it -> it.path("type").textValue())
        .containsExactly("response.created", "response.in_progress", "error", "response.failed");
    assertThat(written.getFirst().path("response").path("id").textValue()).isEqualTo("resp_r1");
    assertThat(written.getFirst().path("response").path("model").textValue()).isEqualTo("asked");
    assertThat(written.getFirst().path("response").path("created_at").intValue()).isEqualTo(1_700);
  }

  @Test
  void carriesThinkingOfOtherDialectsSoThatItComesBack() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            new ThinkingDelta(0, "hm"),
            new ThinkingSignature(0, "si:gn", DialectName.ANTHROPIC),
            new HiddenThinking(0, "redacted", DialectName.ANTHROPIC),
            // Signed without words.
            new ThinkingSignature(0, "s", DialectName.BEDROCK),
            new ToolCallStarted(0, 0, "t", "f", Optional.of("thought")),
            new ToolCallDelta(0, 0, "{}"),
            new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "completed"));

    String stream = Pieces.write(dialect, events, CONTEXT);

    assertThat(stream)
        .contains("\"encrypted_content\":\"weir:anthropic:signature:si:gn\"")
        .contains("\"encrypted_content\":\"weir:gemini:call:thought\"");
    assertThat(Pieces.read(dialect, stream)).isEqualTo(events);
    assertThat(dialect.readDocument(dialect.writeDocument(events, CONTEXT))).isEqualTo(events);
  }

  @Test
  void givesOpenAisThinkingBackUnderItsOwnId() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            new ThinkingDelta(0, "hm"),
            new ThinkingSignature(0, "rs_1:enc", DialectName.OPENAI_RESPONSES),
            new HiddenThinking(0, "rs_2:", DialectName.OPENAI_RESPONSES),
            STOPPED);

    String stream = Pieces.write(dialect, events, CONTEXT);

    assertThat(stream).contains("{\"id\":\"rs_1\"").contains("{\"id\":\"rs_2\"");
    assertThat(Pieces.read(dialect, stream)).isEqualTo(events);
  }

  @Test
  void keepsCallsOpenWhileTextGoesOn() {
    List<AnswerEvent> events =
        Pieces.read(
            dialect,
            Pieces.write(
                dialect,
                List.of(
                    STARTED,
                    new TextDelta(0, "a"),
                    new ToolCallStarted(0, 0, "t", "f", Optional.empty()),
                    new TextDelta(0, "b"),
                    new ToolCallDelta(0, 0, "{}"),
                    STOPPED),
                CONTEXT));

    assertThat(events)
        .containsSubsequence(
            new TextDelta(0, "a"), new TextDelta(0, "b"), new ToolCallDelta(0, 0, "{}"));
  }

  @Test
  void writesOneChoice() {
    List<JsonNode> written =
        written(
            STARTED,
            new TextDelta(0, "a"),
            new TextDelta(1, "other"),
            new Finished(1, FinishReason.LENGTH, Optional.empty(), "length"),
            STOPPED);

    assertThat(written.toString()).doesNotContain("other");
    assertThat(written.getLast().path("type").textValue()).isEqualTo("response.completed");
  }

  @Test
  void writesAChatStreamForACallerOfResponses() {
    String chat =
        """
        data: {"id":"c1","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"hi"}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}

        data: [DONE]

        """;
    List<AnswerEvent> events = Pieces.read(ChatDialect.ofOpenAi(), chat);

    assertThat(written(events.toArray(AnswerEvent[]::new)))
        .extracting(ResponsesStreamWritingTest::brief)
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added 0 {'id':'msg_r1_0','type':'message','status':'in_progress',"
                + "'role':'assistant','content':[]}",
            "content_part.added 0 0 msg_r1_0 "
                + "{'type':'output_text','text':'','annotations':[],'logprobs':[]}",
            "output_text.delta 0 0 msg_r1_0 hi",
            "output_text.done 0 0 msg_r1_0 hi",
            "content_part.done 0 0 msg_r1_0 "
                + "{'type':'output_text','text':'hi','annotations':[],'logprobs':[]}",
            "output_item.done 0 {'id':'msg_r1_0','type':'message','status':'completed',"
                + "'role':'assistant','content':["
                + "{'type':'output_text','text':'hi','annotations':[],'logprobs':[]}]}",
            "completed");
  }
}
