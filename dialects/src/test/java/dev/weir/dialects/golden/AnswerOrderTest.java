package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.gathered;
import static dev.weir.dialects.golden.Translation.json;
import static dev.weir.dialects.golden.Translation.passed;
import static dev.weir.dialects.golden.Translation.streamed;
import static dev.weir.dialects.golden.Translation.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in an order that few servers have, and the order in which it is told. */
final class AnswerOrderTest {

  private static final String USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";

  private static String chat(String delta, String reason) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}";
  }

  private static List<String> toldItems(List<JsonNode> events) {
    return events.stream()
        .filter(it -> it.path("type").asText().startsWith("response.output_item"))
        .map(it ->
            it.path("type").asText().substring("response.output_item.".length())
                + " "
                + it.path("output_index").asInt())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "OPENAI_RESPONSES", "BEDROCK"})
  void waitsWithTheEndWhereAServerSaysItInEachChunk(DialectName to) {
    JsonNode answer =
        gathered(
            OPENAI_CHAT,
            to,
            chat("{\"content\":\"one \"}", "\"stop\""),
            chat("{\"content\":\"two\"}", "\"length\""),
            USAGE);

    assertThat(answer.toString()).contains("one two").containsAnyOf("max_", "MAX_");
  }

  @Test
  void tellsWhatWasUsedBeforeTheStreamHasEnded() {
    StreamReader reader = Dialects.of(OPENAI_CHAT).streamReader();
    List<AnswerEvent> events = new ArrayList<>();
    byte[] bytes =
        Translation.stream(OPENAI_CHAT, chat("{\"content\":\"a\"}", "\"length\""), USAGE);

    reader.accept(bytes, 0, bytes.length, events::add);

    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            AnswerEvent.Used.class, it -> assertThat(it.counts().output()).isEqualTo(2));
    assertThat(reader.waitingReason()).isEqualTo("length");
    reader.end(events::add);
    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Used.class);
  }

  @Test
  void endsOnceWhereAServerSaysItTwice() {
    List<JsonNode> chunks =
        streamed(
            OPENAI_CHAT,
            GEMINI,
            chat("{\"content\":\"a\"}", "\"stop\""),
            chat("{}", "\"stop\""),
            USAGE);

    assertThat(texts(chunks, "/candidates/0/finishReason")).containsExactly("STOP");
    assertThat(chunks.getLast().path("candidates")).hasSize(1);
  }

  @Test
  void waitsForResultsOfACallThatCameAfterTheEnd() {
    JsonNode answer =
        gathered(
            OPENAI_CHAT,
            ANTHROPIC,
            chat("{\"content\":\"a\"}", "\"stop\""),
            chat(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
                "null"));

    assertThat(answer.path("stop_reason").asText()).isEqualTo("tool_use");
    assertThat(answer.path("content")).hasSize(2);
  }

  @Test
  void closesAWholeCallOfResponsesBeforeTheNextItem() {
    List<JsonNode> events =
        streamed(
            ANTHROPIC,
            OPENAI_RESPONSES,
            "{\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"content\":[]}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\\\"}\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"so\"}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":2}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":2}}",
            "{\"type\":\"message_stop\"}");

    assertThat(toldItems(events))
        .containsExactly("added 0", "done 0", "added 1", "done 1", "added 2", "done 2");
    assertThat(events.getLast().at("/response/output/0/arguments").asText())
        .isEqualTo("{\"a\":\"}\"}");
  }

  @Test
  void takesNoObjectWithoutMembersForWholeArguments() {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            OPENAI_RESPONSES,
            chat(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{ }\"}}]}",
                "null"),
            chat(
                "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"y\\\":{}}\"}}]}",
                "null"),
            chat(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":1}\"}}]}",
                "null"),
            chat("{\"content\":\"so\"}", "\"tool_calls\""));

    assertThat(toldItems(events))
        .containsExactly("added 0", "added 1", "done 0", "done 1", "added 2", "done 2");
    assertThat(texts(events, "/delta")).contains("{\"x\":1}");
    assertThat(events.getLast().at("/response/output/0/arguments").asText()).isEqualTo("{\"x\":1}");
  }

  @Test
  void keepsACallOfResponsesOpenWhoseArgumentsComeByTurns() {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            OPENAI_RESPONSES,
            chat(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}},"
                    + "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}",
                "null"),
            chat(
                "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}},{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}",
                "\"tool_calls\""));

    assertThat(toldItems(events)).containsExactly("added 0", "added 1", "done 0", "done 1");
    assertThat(texts(List.of(events.getLast()), "/response/output/0/arguments"))
        .containsExactly("{\"x\":1}");
  }

  @Test
  void givesClaudesBlocksOfAGatewayBackWithTheirProof() {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            ANTHROPIC,
            chat(
                "{\"reasoning_content\":\"hm\",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\"}]}",
                "null"),
            chat(
                "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"SIG\"}]}",
                "null"),
            chat(
                "{\"thinking_blocks\":[{\"type\":\"redacted_thinking\",\"data\":\"RED\"}]}",
                "null"),
            chat("{\"content\":\"a\"}", "\"stop\""));

    assertThat(texts(events, "/delta/thinking")).containsExactly("hm");
    assertThat(texts(events, "/delta/signature")).containsExactly("SIG");
    assertThat(texts(events, "/content_block/data")).containsExactly("RED");
  }

  @Test
  void readsClaudesBlocksOfAGatewayInADocument() {
    JsonNode answer =
        passed(
                OPENAI_CHAT,
                ANTHROPIC,
                """
                {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{
                  "content":"a","reasoning_content":"onetwo","thinking_blocks":[
                    {"type":"thinking","thinking":"one","signature":"S1"},
                    {"type":"thinking","thinking":"two","signature":"S2"}]}}]}
                """)
            .document();

    assertThat(texts(List.of(answer), "/content/0/signature")).containsExactly("S1");
    assertThat(texts(List.of(answer), "/content/1/thinking")).containsExactly("two");
    assertThat(texts(List.of(answer), "/content/1/signature")).containsExactly("S2");
  }

  @Test
  void takesNoPartOfGeminisThatAGatewayPutsIntoABlockForAThought() {
    JsonNode answer =
        passed(
                OPENAI_CHAT,
                ANTHROPIC,
                """
                {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{
                  "content":"The answer is 42.","reasoning_content":"hm","thinking_blocks":[
                    {"type":"thinking","thinking":"{\\"text\\": \\"The answer is 42.\\"}","signature":"S1"},
                    {"type":"thinking","thinking":"{\\"functionCall\\": {\\"name\\": \\"f\\"}}","signature":"S2"}]}}]}
                """)
            .document();

    assertThat(answer.path("content")).hasSize(2);
    assertThat(texts(List.of(answer), "/content/0/thinking")).containsExactly("hm");
    assertThat(answer.toString()).doesNotContain("S1").doesNotContain("functionCall");
  }

  @Test
  void takesTheWordsFromBesideTheBlocksWhereTheseHaveOthers() {
    JsonNode answer =
        passed(
                OPENAI_CHAT,
                ANTHROPIC,
                """
                {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{
                  "content":"a","reasoning_content":"hm","thinking_blocks":[
                    {"type":"thinking","thinking":"other","signature":"S1"}]}}]}
                """)
            .document();

    assertThat(texts(List.of(answer), "/content/0/thinking")).containsExactly("hm");
    assertThat(texts(List.of(answer), "/content/0/signature")).containsExactly("S1");
  }

  @Test
  void joinsAProofOfBedrockThatComesInPieces() {
    List<JsonNode> events =
        streamed(
            BEDROCK,
            OPENAI_RESPONSES,
            "{\"messageStart\":{\"role\":\"assistant\"}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"hm\"}}}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\"SI\"}}}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\"G\"}}}}",
            "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":1,\"delta\":{\"text\":\"a\"}}}",
            "{\"contentBlockStop\":{\"contentBlockIndex\":1}}",
            "{\"messageStop\":{\"stopReason\":\"end_turn\"}}");

    assertThat(events.getLast().at("/response/output")).hasSize(2);
    assertThat(events.getLast().at("/response/output/0/encrypted_content").asText())
        .endsWith(":SIG");
  }

  @Test
  void tellsThePagesThatNovaFound() {
    JsonNode chat =
        passed(
                BEDROCK,
                OPENAI_CHAT,
                """
                {"output":{"message":{"role":"assistant","content":[{"text":"Hm. "},{"citationsContent":{
                  "content":[{"text":"It rains."}],"citations":[
                    {"title":"X","location":{"web":{"url":"https://x.example","domain":"x.example"}}},
                    {"title":"D","location":{"documentPage":{"documentIndex":0,"start":1,"end":2}}}]}}]}},
                 "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}
                """)
            .document();

    assertThat(chat.at("/choices/0/message/annotations"))
        .containsExactly(
            json(
                """
                {"type":"url_citation","url_citation":
                  {"start_index":4,"end_index":13,"title":"X","url":"https://x.example"}}
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"response.completed", "response.done"})
  void takesEitherNameForTheEndOfAResponse(String type) {
    JsonNode answer =
        gathered(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"status\":\"in_progress\"}}",
            "{\"type\":\""
                + type
                + "\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}]}}");

    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("a");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }
}
