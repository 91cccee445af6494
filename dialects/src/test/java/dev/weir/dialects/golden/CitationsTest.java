package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.golden.Translation.Passed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that an answer rests on, where both dialects tell them. */
final class CitationsTest {

  private static final String OF_CHAT =
      """
      {"id":"c","model":"m","created":1,"choices":[{"index":0,"finish_reason":"tool_calls","message":{
        "role":"assistant","content":"See X.","annotations":[{"type":"url_citation","url_citation":
          {"start_index":4,"end_index":5,"title":"X","url":"https://x.example"}}],
        "tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}
      """;

  /** Two texts, of which the first has a character of two UTF-16 units. */
  private static final String OF_RESPONSES =
      """
      {"id":"r","status":"completed","output":[
        {"type":"message","content":[{"type":"output_text","text":"A\\ud83d\\ude00 ","annotations":[]}]},
        {"type":"message","content":[{"type":"output_text","text":"See X.","annotations":[
          {"type":"url_citation","start_index":4,"end_index":5,"title":"X","url":"https://x.example"}]}]}]}
      """;

  private static JsonNode chat(int start, int end) {
    return json(
        """
        {"type":"url_citation","url_citation":
          {"start_index":%d,"end_index":%d,"title":"X","url":"https://x.example"}}
        """
            .formatted(start, end));
  }

  private static JsonNode responses(int start, int end) {
    return json(
        """
        {"type":"url_citation","start_index":%d,"end_index":%d,"title":"X","url":"https://x.example"}
        """
            .formatted(start, end));
  }

  private static List<JsonNode> streamed(DialectName from, DialectName to, String... documents) {
    AnswerContext context = new AnswerContext("r1", "asked", true, 1_700);
    AnswerTranslation translation =
        new AnswerTranslation(from, Dialects.of(to), ToolNames.UNCHANGED, context);
    List<AnswerEvent> events = new ArrayList<>();
    Pieces.read(Dialects.of(from), Translation.stream(from, documents))
        .forEach(it -> events.addAll(translation.of(it)));
    assertThat(translation.dropped()).isEmpty();
    return Pieces.write(Dialects.of(to), events, context)
        .lines()
        .filter(it -> it.startsWith("data: {"))
        .map(it -> json(it.substring("data: ".length())))
        .toList();
  }

  @Test
  void tellsThoseOfChatInResponses() {
    Passed passed = Translation.passed(OPENAI_CHAT, OPENAI_RESPONSES, OF_CHAT);

    assertThat(passed.document().at("/output/0/content/0/annotations/0"))
        .isEqualTo(responses(4, 5));
    assertThat(passed.dropped()).isEmpty();
  }

  /** One text has no part before it, and Chat has one text. */
  @Test
  void countsThePlacesOfAllTextInChat() {
    Passed passed = Translation.passed(OPENAI_RESPONSES, OPENAI_CHAT, OF_RESPONSES);

    assertThat(passed.document().at("/choices/0/message/annotations/0")).isEqualTo(chat(7, 8));
    assertThat(passed.dropped()).isEmpty();
  }

  @Test
  void tellsThemInStreams() {
    List<JsonNode> responses =
        streamed(
            OPENAI_CHAT,
            OPENAI_RESPONSES,
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"See X.\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"annotations\":[" + chat(4, 5) + "]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    List<JsonNode> chat =
        streamed(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"Ah. \"}",
            "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"See X.\"}",
            "{\"type\":\"response.output_text.annotation.added\",\"output_index\":1,\"annotation\":"
                + responses(4, 5)
                + "}",
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}");

    assertThat(Translation.all(responses, "/annotation")).containsExactly(responses(4, 5));
    assertThat(Translation.all(chat, "/choices/0/delta/annotations/0")).containsExactly(chat(8, 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void tellsWhichOfClaudesWordsRestOnAPage(DialectName to) {
    Passed passed =
        Translation.passed(
            ANTHROPIC,
            to,
            """
            {"id":"m","type":"message","content":[{"type":"text","text":"It is "},
              {"type":"text","text":"blue","citations":[{"type":"web_search_result_location",
                "cited_text":"c","url":"https://x.example","title":"X","encrypted_index":"i"}]},
              {"type":"text","text":"."}],"stop_reason":"end_turn"}
            """);

    boolean isChat = to == OPENAI_CHAT;
    assertThat(
            passed
                .document()
                .at(isChat ? "/choices/0/message/annotations" : "/output/0/content/0/annotations"))
        .containsExactly(isChat ? chat(6, 10) : responses(6, 10));
    assertThat(passed.dropped()).isEmpty();
  }

  /** A text that is closed takes none. */
  @Test
  void namesWhatComesTooLate() {
    List<AnswerEvent> events = new ArrayList<>();
    AnswerTranslation translation =
        new AnswerTranslation(
            OPENAI_CHAT,
            Dialects.of(OPENAI_RESPONSES),
            ToolNames.UNCHANGED,
            new AnswerContext("r1", "asked", true, 1_700));
    for (String each :
        List.of(
            "\"content\":\"See X.\"",
            "\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\"}}]",
            "\"annotations\":[" + chat(4, 5) + "]")) {
      String document =
          "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{" + each + "}}]}";
      Dialects.of(OPENAI_CHAT)
          .readDocument(document.getBytes(UTF_8))
          .forEach(it -> events.addAll(translation.of(it)));
    }

    assertThat(translation.dropped()).containsExactly("answer.url_citation");
  }

  @Test
  void namesThemWhereTheCallerHasNoPlaceForThem() {
    assertThat(Translation.passed(OPENAI_CHAT, GEMINI, OF_CHAT).dropped())
        .containsExactly("answer.url_citation");
    assertThat(Translation.passed(OPENAI_CHAT, ANTHROPIC, OF_CHAT).dropped())
        .containsExactly("answer.url_citation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "6", "1e300", "\"x\""})
  void takesNoPlacesThatAreNone(String start) {
    String wrong = OF_CHAT.replace("\"start_index\":4", "\"start_index\":" + start);

    assertThat(Translation.passed(OPENAI_CHAT, OPENAI_RESPONSES, wrong).dropped())
        .containsExactly("answer.url_citation");
  }
}
