package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static dev.weir.dialects.golden.Translation.passed;
import static dev.weir.dialects.golden.Translation.request;
import static dev.weir.dialects.golden.Translation.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ToolNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one dialect alone says beside its content: named elsewhere, kept within the dialect. */
final class LostWithANameTest {

  private static final String CLAUDES =
      """
      {"id":"a","model":"m","stop_reason":"end_turn","content":[{"type":"text","text":"x"}],
       "container":{"id":"c1","expires_at":"2026-12-01T00:00:00Z"},
       "context_management":{"applied_edits":[{"type":"clear_tool_uses_20250919","cleared_tool_uses":3}]},
       "input_transformations":[{"type":"thinking_dropped","path":"messages.1.content.0","reason":"model_binding_mismatch"}],
       "diagnostics":{"cache_miss_reason":null}}
      """;

  private static final String PAGES =
      "\"citations\":[\"https://a\"],\"search_results\":[{\"title\":\"t\",\"url\":\"https://a\"}]";

  private static final String PERPLEXITYS =
      "{\"id\":\"c\",\"model\":\"m\","
          + PAGES
          + ",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"a[1]\"}}]}";

  private static final String[] PERPLEXITYS_CHUNKS = {
    "{\"id\":\"c\",\"model\":\"m\","
        + PAGES
        + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}",
    "{\"id\":\"c\",\"model\":\"m\","
        + PAGES
        + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"[1]\"},\"finish_reason\":\"stop\"}]}"
  };

  private static List<String> droppedOfStream(DialectName from, DialectName to, String... events) {
    AnswerTranslation translation =
        new AnswerTranslation(
            from, Dialects.of(to), ToolNames.UNCHANGED, new AnswerContext("r1", "m", true, 1));
    Pieces.read(Dialects.of(from), Translation.stream(from, events)).forEach(translation::of);
    return translation.dropped();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI", "BEDROCK"})
  void namesWhatClaudeSaysBesideItsContent(DialectName to) {
    assertThat(passed(ANTHROPIC, to, CLAUDES).dropped())
        .containsExactlyInAnyOrder(
            "answer.container", "answer.context_management", "answer.input_transformations");
  }

  @Test
  void keepsWhatClaudeSaysBesideItsContent() {
    JsonNode document = passed(ANTHROPIC, ANTHROPIC, CLAUDES).document();

    for (String name : List.of("container", "context_management", "input_transformations")) {
      assertThat(document.path(name)).isEqualTo(json(CLAUDES).path(name));
    }
    assertThat(document.path("content")).hasSize(1);
  }

  @Test
  void keepsItInAStreamWhereItStood() {
    List<JsonNode> events =
        streamed(
            ANTHROPIC,
            ANTHROPIC,
            "{\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"content\":[],"
                + "\"input_transformations\":[{\"type\":\"thinking_dropped\"}],\"container\":null,\"usage\":{\"input_tokens\":1}}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"x\"}}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"container\":{\"id\":\"c1\"}},"
                + "\"context_management\":{\"applied_edits\":[{\"type\":\"t\"}]},\"usage\":{\"output_tokens\":1}}",
            "{\"type\":\"message_stop\"}");

    assertThat(events.getFirst().at("/message/input_transformations/0/type").asText())
        .isEqualTo("thinking_dropped");
    JsonNode last = events.get(events.size() - 2);
    assertThat(last.at("/delta/container/id").asText()).isEqualTo("c1");
    assertThat(last.at("/context_management/applied_edits")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void namesTheSoundOfAResponse(DialectName to) {
    assertThat(
            droppedOfStream(
                OPENAI_RESPONSES,
                to,
                "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\"}}",
                "{\"type\":\"response.audio.delta\",\"delta\":\"UklG\"}",
                "{\"type\":\"response.audio.transcript.delta\",\"delta\":\"hi\"}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}"))
        .containsExactly("answer.audio");
  }

  @Test
  void passesTheSoundOfAResponseToACallerOfTheSameDialect() {
    List<JsonNode> events =
        streamed(
            OPENAI_RESPONSES,
            OPENAI_RESPONSES,
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\"}}",
            "{\"type\":\"response.audio.delta\",\"delta\":\"UklG\",\"sequence_number\":7}",
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}");

    assertThat(Translation.texts(events, "/type")).contains("response.audio.delta");
    assertThat(Translation.texts(events, "/delta")).containsExactly("UklG");
    assertThat(Translation.texts(events, "/sequence_number")).containsExactly("0", "1", "2", "3");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void givesNobodyAPartOfGeminisThatAClientKeptAsAThought(DialectName to) {
    Translation.Written written =
        request(
            OPENAI_CHAT,
            to,
            "claude-sonnet-4-5",
            """
            {"model":"m","messages":[{"role":"user","content":"q"},
              {"role":"assistant","content":"a","thinking_blocks":[
                {"type":"thinking","thinking":"{\\"text\\": \\"a\\"}","signature":"S1"}]},
              {"role":"user","content":"z"}]}
            """);

    assertThat(written.body().toString()).doesNotContain("S1").doesNotContain("thinking\"");
    assertThat(written.dropped()).containsExactly("messages[1].thinking_blocks");
  }

  @Test
  void namesAPartOfGeminisThatAGatewayPutsIntoABlock() {
    String answer =
        """
        {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"content":"a",
          "thinking_blocks":[{"type":"thinking","thinking":"{\\"text\\": \\"a\\"}","signature":"S1"}]}}]}
        """;

    assertThat(passed(OPENAI_CHAT, ANTHROPIC, answer).dropped())
        .containsExactly("answer.thinking_blocks");
    assertThat(
            passed(OPENAI_CHAT, OPENAI_CHAT, answer)
                .document()
                .at("/choices/0/message/thinking_blocks/0/signature")
                .asText())
        .isEqualTo("S1");
  }

  @Test
  void readsTheSignatureOfACallWhereGatewaysWriteIt() {
    JsonNode written =
        request(
                OPENAI_CHAT,
                GEMINI,
                "gemini-3-pro",
                """
                {"model":"m","messages":[{"role":"user","content":"q"},
                  {"role":"assistant","tool_calls":[{"id":"c1","type":"function",
                    "function":{"name":"f","arguments":"{}"},
                    "provider_specific_fields":{"thought_signature":"GS"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"r"}]}
                """)
            .body();

    assertThat(written.at("/contents/1/parts/0/thoughtSignature").asText()).isEqualTo("GS");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI", "BEDROCK"})
  void namesWhatThoughtsAreBoundTo(DialectName to) {
    String body =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],
         "thinking":{"type":"adaptive","block_binding":{"mismatch_behavior":"drop_block"}}}
        """;

    assertThat(request(ANTHROPIC, to, "claude-fable-5-1", body).dropped())
        .contains("thinking.block_binding");
    assertThat(
            request(ANTHROPIC, ANTHROPIC, "claude-fable-5-1", body)
                .at("/thinking/block_binding/mismatch_behavior")
                .asText())
        .isEqualTo("drop_block");
  }

  @Test
  void takesThinkingThatSaysNotHowMuch() {
    String body =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],
         "thinking":{"block_binding":{"mismatch_behavior":"drop_block"}}}
        """;

    assertThat(request(ANTHROPIC, OPENAI_CHAT, "m", body).dropped()).containsExactly("thinking");
    assertThat(request(ANTHROPIC, ANTHROPIC, "claude-fable-5-1", body).at("/thinking"))
        .isEqualTo(json(body).path("thinking"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void namesThePagesThatStandBesideTheChoices(DialectName to) {
    assertThat(passed(OPENAI_CHAT, to, PERPLEXITYS).dropped())
        .containsExactlyInAnyOrder("answer.citations", "answer.search_results");
    assertThat(droppedOfStream(OPENAI_CHAT, to, PERPLEXITYS_CHUNKS))
        .containsExactlyInAnyOrder("answer.citations", "answer.search_results");
  }

  @Test
  void keepsThePagesThatStandBesideTheChoices() {
    JsonNode document = passed(OPENAI_CHAT, OPENAI_CHAT, PERPLEXITYS).document();
    List<JsonNode> chunks = streamed(OPENAI_CHAT, OPENAI_CHAT, PERPLEXITYS_CHUNKS);

    assertThat(document.at("/citations/0").asText()).isEqualTo("https://a");
    assertThat(document.at("/search_results/0/title").asText()).isEqualTo("t");
    assertThat(document.at("/choices/0/message").has("annotations")).isFalse();
    assertThat(Translation.texts(chunks, "/citations/0")).containsExactly("https://a");
    assertThat(Translation.texts(chunks, "/search_results/0/url")).containsExactly("https://a");
    assertThat(Translation.texts(chunks, "/choices/0/delta/content")).containsExactly("a", "[1]");
  }

  @ParameterizedTest
  @CsvSource({"enabled,claude-3-5-haiku-20241022", "disabled,claude-mythos-5"})
  void namesWhatThoughtsAreBoundToWhereNoThinkingIsAskedFor(String type, String model) {
    String body =
        """
        {"model":"m","max_tokens":2048,"messages":[{"role":"user","content":"q"}],
         "thinking":{"type":"TYPE","budget_tokens":1024,"block_binding":"any"}}
        """
            .replace("TYPE", type);
    Translation.Written written = request(ANTHROPIC, ANTHROPIC, model, body);

    assertThat(written.body().has("thinking")).isFalse();
    assertThat(written.dropped()).contains("thinking.block_binding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"thought_signature\":\"GS\"",
        "\"thought_signatures\":[\"GS\"]",
      })
  void readsTheSignatureWithinTheFunctionToo(String signature) {
    JsonNode written =
        request(
                OPENAI_CHAT,
                GEMINI,
                "gemini-3-pro",
                """
                {"model":"m","messages":[{"role":"user","content":"q"},
                  {"role":"assistant","tool_calls":[{"id":"c1","type":"function",
                    "function":{"name":"f","arguments":"{}","provider_specific_fields":{SIGNATURE}}}]},
                  {"role":"tool","tool_call_id":"c1","content":"r"}]}
                """
                    .replace("SIGNATURE", signature))
            .body();

    assertThat(written.at("/contents/1/parts/0/thoughtSignature").asText()).isEqualTo("GS");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void namesWhatGatewaysSayBesideAMessage(DialectName to) {
    String answer =
        """
        {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"content":"a",
          "provider_specific_fields":{"thought_signatures":["S"]}}}]}
        """;

    assertThat(passed(OPENAI_CHAT, to, answer).dropped())
        .containsExactly("answer.provider_specific_fields");
    assertThat(
            passed(OPENAI_CHAT, OPENAI_CHAT, answer)
                .document()
                .at("/choices/0/message/provider_specific_fields/thought_signatures/0")
                .asText())
        .isEqualTo("S");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void namesPicturesAndQuestionsThatStandBesideTheChoices(DialectName to) {
    String answer =
        """
        {"id":"c","model":"m","images":[{"image_url":"https://a"}],"related_questions":["q"],
         "choices":[{"index":0,"finish_reason":"stop","message":{"content":"a"}}]}
        """;
    JsonNode same = passed(OPENAI_CHAT, OPENAI_CHAT, answer).document();

    assertThat(passed(OPENAI_CHAT, to, answer).dropped())
        .containsExactlyInAnyOrder("answer.images", "answer.related_questions");
    assertThat(same.at("/images/0/image_url").asText()).isEqualTo("https://a");
    assertThat(same.at("/related_questions/0").asText()).isEqualTo("q");
    assertThat(same.at("/choices/0/message").has("images")).isFalse();
  }

  @Test
  void keepsTheOtherBlocksBesideAPartOfGeminis() {
    Translation.Written written =
        request(
            OPENAI_CHAT,
            ANTHROPIC,
            "claude-sonnet-4-5",
            """
            {"model":"m","messages":[{"role":"user","content":"q"},
              {"role":"assistant","content":"a","thinking_blocks":[
                {"type":"thinking","thinking":"hm","signature":"S0"},
                {"type":"thinking","thinking":"{\\"text\\": \\"a\\"}","signature":"S1"}]},
              {"role":"user","content":"z"}]}
            """);

    assertThat(written.body().toString()).contains("S0").doesNotContain("S1");
    assertThat(written.dropped()).containsExactly("messages[1].thinking_blocks");
  }
}
