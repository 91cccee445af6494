package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.passed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.golden.Translation.Passed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an answer has and the caller's dialect has not; and what is made for the caller. */
final class AnswerLossesTest {

  private static final String SEARCHED_BY_CLAUDE =
      """
      {"id":"m","model":"c","role":"assistant","stop_reason":"end_turn","content":[
        {"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}},
        {"type":"web_search_tool_result","tool_use_id":"s","content":[]},
        {"type":"text","text":"It rains.","citations":[
          {"type":"web_search_result_location","url":"https://x.example","title":"X"}]}],
       "usage":{"input_tokens":1,"output_tokens":2}}
      """;
  private static final String DRAWN_BY_GEMINI =
      """
      {"candidates":[{"index":0,"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["q"]},
        "content":{"role":"model","parts":[{"text":"Here."},
          {"thoughtSignature":"c2ln","inlineData":{"mimeType":"image/png","data":"AAAA"}},
          {"executableCode":{"language":"PYTHON","code":"1"}}]}}],
       "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}}
      """;
  private static final String ENDED_WITH_WORDS =
      """
      {"candidates":[{"index":0,"finishReason":"RECITATION","finishMessage":"Too near.",
        "content":{"role":"model","parts":[{"text":"Here"}]}}],
       "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}}
      """;
  private static final String BLOCKED_WITH_WORDS =
      """
      {"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"Not this."},
       "usageMetadata":{"promptTokenCount":1}}
      """;
  private static final String SPOKEN_IN_CHAT =
      """
      {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{
        "role":"assistant","content":"Hi","audio":{"id":"a","data":"AAAA","transcript":"Hi"},
        "annotations":[{"type":"url_citation","url_citation":{"url":"https://x.example"}}]}}]}
      """;
  private static final String DRAWN_BY_RESPONSES =
      """
      {"id":"r","model":"m","status":"completed","output":[
        {"type":"image_generation_call","id":"i","status":"completed","result":"AAAA"},
        {"type":"message","id":"x","role":"assistant","status":"completed","content":[
          {"type":"output_text","text":"Here.","annotations":[
            {"type":"url_citation","url":"https://x.example"}]}]}]}
      """;
  private static final String CITED_BY_BEDROCK =
      """
      {"output":{"message":{"role":"assistant","content":[{"citationsContent":{
        "content":[{"text":"It rains."}],"citations":[{"title":"X"}]}}]}},
       "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}
      """;

  @Test
  void namesWhatTheCallersDialectHasNoPlaceFor() {
    assertThat(passed(ANTHROPIC, OPENAI_CHAT, SEARCHED_BY_CLAUDE).dropped())
        .containsExactly("answer.server_tool_use", "answer.web_search_tool_result");
    assertThat(passed(ANTHROPIC, GEMINI, SEARCHED_BY_CLAUDE).dropped())
        .containsExactly("answer.server_tool_use", "answer.web_search_tool_result");
    assertThat(passed(GEMINI, ANTHROPIC, DRAWN_BY_GEMINI).dropped())
        .containsExactly("answer.inlineData", "answer.executableCode", "answer.groundingMetadata");
    assertThat(passed(OPENAI_CHAT, GEMINI, SPOKEN_IN_CHAT).dropped())
        .containsExactly("answer.url_citation", "answer.audio");
    assertThat(passed(OPENAI_RESPONSES, OPENAI_CHAT, DRAWN_BY_RESPONSES).dropped())
        .containsExactly("answer.image_generation_call", "answer.annotation: url_citation");
    assertThat(passed(BEDROCK, OPENAI_RESPONSES, CITED_BY_BEDROCK).dropped())
        .containsExactly("answer.citation");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GEMINI")
  void namesWhatGeminiSaysOfTheEndInWords(DialectName to) {
    assertThat(passed(GEMINI, to, ENDED_WITH_WORDS).dropped())
        .containsExactly("answer.finishMessage");
    assertThat(passed(GEMINI, to, BLOCKED_WITH_WORDS).dropped())
        .containsExactly("answer.finishMessage");
  }

  @Test
  void tellsACallerOfGeminiTheEndInWords() {
    assertThat(passed(GEMINI, GEMINI, ENDED_WITH_WORDS).document().at("/candidates/0"))
        .isEqualTo(
            Translation.json(
                """
                {"content":{"parts":[{"text":"Here"}],"role":"model"},"finishMessage":"Too near.",
                 "finishReason":"RECITATION","index":0}
                """));
    assertThat(
            passed(GEMINI, GEMINI, BLOCKED_WITH_WORDS)
                .document()
                .at("/candidates/0/finishMessage")
                .textValue())
        .isEqualTo("Not this.");
    assertThat(
            Translation.streamed(GEMINI, GEMINI, ENDED_WITH_WORDS.replace("\n", "")).stream()
                .map(it -> it.at("/candidates/0/finishMessage").asText("")))
        .containsOnlyOnce("Too near.");
  }

  @Test
  void losesNothingWithinADialectNorWhereThereIsTextAlone() {
    Stream.of(
            passed(ANTHROPIC, ANTHROPIC, SEARCHED_BY_CLAUDE),
            passed(GEMINI, GEMINI, DRAWN_BY_GEMINI),
            passed(OPENAI_CHAT, OPENAI_CHAT, SPOKEN_IN_CHAT),
            passed(OPENAI_RESPONSES, OPENAI_RESPONSES, DRAWN_BY_RESPONSES),
            passed(BEDROCK, BEDROCK, CITED_BY_BEDROCK))
        .forEach(it -> assertThat(it.dropped()).isEmpty());
    Passed spoken = passed(OPENAI_CHAT, OPENAI_CHAT, SPOKEN_IN_CHAT);
    assertThat(spoken.document().at("/choices/0/message/audio/data").asText()).isEqualTo("AAAA");
    assertThat(spoken.document().at("/choices/0/message/annotations")).hasSize(1);
    assertThat(
            passed(
                    OPENAI_CHAT,
                    ANTHROPIC,
                    "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hi\"}}]}")
                .dropped())
        .isEmpty();
  }

  @Test
  void namesFurtherChoicesWhereThereIsOne() {
    String two =
        """
        {"id":"c","model":"m","choices":[
          {"index":0,"finish_reason":"stop","message":{"content":"one"}},
          {"index":1,"finish_reason":"stop","message":{"content":"two"}}]}
        """;

    assertThat(passed(OPENAI_CHAT, ANTHROPIC, two).dropped()).containsExactly("answer.choices");
    assertThat(passed(OPENAI_CHAT, GEMINI, two).dropped()).isEmpty();
  }

  @Test
  void takesNamesForNoMoreThanNames() {
    String odd = "x\\r\\nset-cookie: " + "y".repeat(200);
    Passed passed =
        passed(
            ANTHROPIC,
            OPENAI_CHAT,
            "{\"id\":\"m\",\"stop_reason\":\"end_turn\",\"content\":[{\"type\":\"" + odd + "\"}]}");

    assertThat(passed.dropped()).hasSize(1);
    assertThat(passed.dropped().getFirst()).startsWith("answer.x__set-cookie: y").hasSize(71);
  }

  @Test
  void givesCallsThatCameWithoutIdsOnesThatNoOtherExchangeHas() {
    String called =
        """
        {"candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model","parts":[
          {"functionCall":{"name":"f","args":{}}},{"functionCall":{"name":"f","args":{}}}]}}]}
        """;

    List<String> ids =
        Stream.of(
                "019a0000-0000-7000-8000-00000000000a",
                "019a0000-0000-7000-8000-00000000000b",
                "r1")
            .flatMap(it ->
                passed(GEMINI, OPENAI_CHAT, ToolNames.UNCHANGED, it, called)
                    .document()
                    .at("/choices/0/message/tool_calls")
                    .findValuesAsText("id")
                    .stream())
            .toList();

    assertThat(ids).hasSize(6).doesNotHaveDuplicates();
    // OpenAI takes no longer ones.
    assertThat(ids).allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(40));
    assertThat(ids.getFirst()).isEqualTo("weir_call_7000800000000000000a_0_0");
  }

  @ParameterizedTest
  @EnumSource(value = DialectName.class)
  void givesACallWithoutAnIdOneWhoeverAnswered(DialectName from) {
    String call =
        switch (from) {
          case OPENAI_CHAT ->
              "{\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"tool_calls\":["
                  + "{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}";
          case OPENAI_RESPONSES ->
              "{\"status\":\"completed\",\"output\":[{\"type\":\"function_call\",\"name\":\"f\","
                  + "\"arguments\":\"{}\"}]}";
          case ANTHROPIC ->
              "{\"stop_reason\":\"tool_use\",\"content\":[{\"type\":\"tool_use\",\"name\":\"f\","
                  + "\"input\":{}}]}";
          case GEMINI ->
              "{\"candidates\":[{\"finishReason\":\"STOP\",\"content\":{\"parts\":[{\"functionCall\":"
                  + "{\"name\":\"f\"}}]}}]}";
          case BEDROCK ->
              "{\"output\":{\"message\":{\"content\":[{\"toolUse\":{\"name\":\"f\",\"input\":{}}}]}},"
                  + "\"stopReason\":\"tool_use\"}";
        };

    Passed passed = passed(from, OPENAI_CHAT, ToolNames.UNCHANGED, "exchange-7", call);

    assertThat(passed.document().at("/choices/0/message/tool_calls/0/id").asText())
        .isEqualTo("weir_call_exchange7_0_0");
  }

  /** Its tokens were used all the same. */
  @ParameterizedTest
  @CsvSource({
    "MALFORMED_FUNCTION_CALL",
    "MALFORMED_RESPONSE",
    "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS",
    "MISSING_THOUGHT_SIGNATURE"
  })
  void endsWithAnErrorWhereTheModelFailedAndStillCounts(String reason) {
    String failed = ended(reason);

    for (DialectName to : List.of(OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, BEDROCK)) {
      List<AnswerEvent> events = passed(GEMINI, to, failed).events();
      assertThat(events)
          .last()
          .isEqualTo(
              new AnswerEvent.Failed(
                  ErrorKind.INTERNAL,
                  "The provider's model gave no usable answer: " + reason + "."));
      assertThat(events).anyMatch(AnswerEvent.Used.class::isInstance);
      assertThat(events).noneMatch(AnswerEvent.Finished.class::isInstance);
    }
    assertThat(passed(GEMINI, GEMINI, failed).document().at("/candidates/0/finishReason").asText())
        .isEqualTo(reason);
  }

  @Test
  void endsWithAnErrorWhereBedrocksModelFailed() {
    String failed =
        """
        {"output":{"message":{"role":"assistant","content":[{"text":"x"}]}},
         "stopReason":"malformed_tool_use"}
        """;

    assertThat(passed(BEDROCK, OPENAI_CHAT, failed).document().at("/error/message").asText())
        .contains("malformed_tool_use");
    assertThat(passed(BEDROCK, BEDROCK, failed).document().at("/stopReason").asText())
        .isEqualTo("malformed_tool_use");
  }

  private static String ended(String reason) {
    return "{\"candidates\":[{\"index\":0,\"finishReason\":\""
        + reason
        + "\",\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"x\"}]}}],"
        + "\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":2}}";
  }

  @ParameterizedTest
  @CsvSource({
    "STOP,stop,end_turn,completed,end_turn",
    "MAX_TOKENS,length,max_tokens,incomplete,max_tokens",
    "SAFETY,content_filter,refusal,incomplete,content_filtered",
    "RECITATION,content_filter,refusal,incomplete,content_filtered",
    "LANGUAGE,content_filter,refusal,incomplete,content_filtered",
    "BLOCKLIST,content_filter,refusal,incomplete,content_filtered",
    "PROHIBITED_CONTENT,content_filter,refusal,incomplete,content_filtered",
    "SPII,content_filter,refusal,incomplete,content_filtered",
    "MODEL_ARMOR,content_filter,refusal,incomplete,content_filtered",
    "IMAGE_SAFETY,content_filter,refusal,incomplete,content_filtered",
    "IMAGE_PROHIBITED_CONTENT,content_filter,refusal,incomplete,content_filtered",
    "IMAGE_RECITATION,content_filter,refusal,incomplete,content_filtered",
    "NO_IMAGE,stop,end_turn,completed,end_turn",
    "IMAGE_OTHER,stop,end_turn,completed,end_turn",
    "OTHER,stop,end_turn,completed,end_turn",
    "SOMETHING_NEW,stop,end_turn,completed,end_turn"
  })
  void findsTheNearestWordForEachOfGeminisReasons(
      String reason, String chat, String claude, String responses, String bedrock) {
    String answer = ended(reason);

    assertThat(
            passed(GEMINI, OPENAI_CHAT, answer).document().at("/choices/0/finish_reason").asText())
        .isEqualTo(chat);
    assertThat(passed(GEMINI, ANTHROPIC, answer).document().at("/stop_reason").asText())
        .isEqualTo(claude);
    assertThat(passed(GEMINI, OPENAI_RESPONSES, answer).document().at("/status").asText())
        .isEqualTo(responses);
    assertThat(passed(GEMINI, BEDROCK, answer).document().at("/stopReason").asText())
        .isEqualTo(bedrock);
  }

  @Test
  void waitsForResultsWhereAServerSaysNoMoreThanThatItStoppedAfterItsCalls() {
    String document =
        "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":null,\"tool_calls\":[{\"id\":\"x\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}]}";

    assertThat(Translation.document(OPENAI_CHAT, BEDROCK, document).at("/stopReason").asText())
        .isEqualTo("tool_use");
    assertThat(Translation.document(OPENAI_CHAT, ANTHROPIC, document).at("/stop_reason").asText())
        .isEqualTo("tool_use");
  }

  @Test
  void hasNoContentBesideARefusalAsOpenAiHasNone() {
    JsonNode written =
        Translation.document(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "{\"id\":\"r\",\"model\":\"m\",\"status\":\"completed\",\"output\":[{\"type\":\"message\","
                + "\"id\":\"i\",\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\","
                + "\"refusal\":\"no\"}]}]}");

    assertThat(written.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(written.at("/choices/0/message/refusal").asText()).isEqualTo("no");
  }
}
