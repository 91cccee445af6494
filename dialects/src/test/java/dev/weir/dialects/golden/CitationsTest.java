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
    assertThat(Translation.passed(OPENAI_CHAT, ANTHROPIC, OF_CHAT).dropped())
        .containsExactly("answer.url_citation");
  }

  private static final String GROUNDING =
      """
      {"groundingChunks":[{"web":{"uri":"https://w.example","title":"W"}},
         {"web":{"uri":"https://x.example","title":"X"}}],
       "groundingSupports":[{"segment":{"startIndex":%d,"endIndex":%d,"text":"X"%s},
         "groundingChunkIndices":[1]}]}
      """;

  private static String ofGemini(String parts, String grounding) {
    return """
    {"candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model","parts":[%s]},
      "groundingMetadata":%s}]}
    """
        .formatted(parts, grounding)
        .replace("\n", "");
  }

  /** Gemini counts bytes of a part, thoughts among the parts. */
  @ParameterizedTest
  @ValueSource(strings = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void tellsThePagesOfGemini(DialectName to) {
    String parts =
        "{\"thought\":true,\"text\":\"Hm\"},{\"text\":\"A\\ud83d\\ude00 \"},{\"text\":\"\u00e9 X.\"}";

    Passed passed =
        Translation.passed(
            GEMINI, to, ofGemini(parts, GROUNDING.formatted(3, 4, ",\"partIndex\":2")));

    assertThat(Translation.all(List.of(passed.document()), place(to)))
        .containsExactly(to == OPENAI_CHAT ? chat(5, 6) : responses(5, 6));
    assertThat(passed.dropped()).isEmpty();
  }

  private static String place(DialectName to) {
    return to == OPENAI_CHAT
        ? "/choices/0/message/annotations/0"
        : "/output/1/content/0/annotations/0";
  }

  /** In a stream they come last, and count from the begin of all text. */
  @Test
  void tellsThePagesOfGeminisStreams() {
    String chunk =
        "{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]}}]}";
    String last = ofGemini("{\"text\":\".\"}", GROUNDING.formatted(6, 7, ""));
    String again = ofGemini("{\"text\":\"\"}", GROUNDING.formatted(6, 7, ""));

    List<JsonNode> chat =
        streamed(
            GEMINI,
            OPENAI_CHAT,
            chunk.formatted("\u00e9\u00e9"),
            chunk.formatted("s X"),
            last,
            again);

    assertThat(Translation.all(chat, "/choices/0/delta/annotations/0")).containsExactly(chat(4, 5));
  }

  /** Places that are none, pages without an address, and all that is no page. */
  @Test
  void namesWhatGeminiTellsBesidePages() {
    String text = "{\"text\":\"See X.\"}";
    String more =
        """
        {"searchEntryPoint":{"renderedContent":"<b>"},"webSearchQueries":["q"],
         "groundingChunks":[{"web":{"uri":"https://x.example","title":"X"}},
           {"retrievedContext":{"uri":"gs://x"}}],
         "groundingSupports":[{"segment":{"startIndex":4,"endIndex":5},"groundingChunkIndices":[0,1]}]}
        """;

    assertThat(
            Translation.passed(GEMINI, OPENAI_CHAT, ofGemini(text, GROUNDING.formatted(3, 4, "")))
                .dropped())
        .containsExactly("answer.groundingMetadata.groundingSupports");
    Passed passed = Translation.passed(GEMINI, OPENAI_CHAT, ofGemini(text, more));
    assertThat(passed.document().at("/choices/0/message/annotations/0")).isEqualTo(chat(4, 5));
    assertThat(passed.dropped())
        .containsExactly(
            "answer.groundingMetadata.searchEntryPoint",
            "answer.groundingMetadata.webSearchQueries",
            "answer.groundingMetadata.groundingSupports");
    assertThat(Translation.passed(GEMINI, ANTHROPIC, ofGemini(text, more)).dropped())
        .containsExactly("answer.groundingMetadata");
  }

  @Test
  void tellsThePagesOfOthersToCallersOfGemini() {
    Passed ofChat = Translation.passed(OPENAI_CHAT, GEMINI, OF_CHAT);
    Passed ofResponses = Translation.passed(OPENAI_RESPONSES, GEMINI, OF_RESPONSES);

    assertThat(ofChat.document().at("/candidates/0/groundingMetadata")).isEqualTo(grounding(4, 5));
    assertThat(ofChat.dropped()).isEmpty();
    assertThat(ofResponses.document().at("/candidates/0/content/parts"))
        .isEqualTo(json("[{\"text\":\"A\\ud83d\\ude00 See X.\"}]"));
    assertThat(ofResponses.document().at("/candidates/0/groundingMetadata"))
        .isEqualTo(grounding(10, 11));
    assertThat(ofResponses.dropped()).isEmpty();
  }

  private static JsonNode grounding(int start, int end) {
    return json(
        """
        {"groundingChunks":[{"web":{"uri":"https://x.example","title":"X"}}],
         "groundingSupports":[
           {"segment":{"startIndex":%d,"endIndex":%d},"groundingChunkIndices":[0]}]}
        """
            .formatted(start, end));
  }

  /** One page is one chunk, and a part that is not the first is named. */
  @Test
  void tellsThePagesOfClaudeToCallersOfGemini() {
    String cited =
        "\"citations\":[{\"type\":\"web_search_result_location\","
            + "\"url\":\"https://x.example\",\"title\":\"X\"}]";
    Passed passed =
        Translation.passed(
            ANTHROPIC,
            GEMINI,
            """
            {"id":"m","type":"message","content":[{"type":"thinking","thinking":"Hm","signature":"c"},
              {"type":"text","text":"It is "},{"type":"text","text":"blue",%1$s},
              {"type":"text","text":" and "},{"type":"text","text":"red",%1$s}],
             "stop_reason":"end_turn"}
            """
                .formatted(cited));

    JsonNode candidate = passed.document().at("/candidates/0");
    assertThat(candidate.at("/content/parts/1/text").asText()).isEqualTo("It is blue and red");
    assertThat(candidate.at("/groundingMetadata"))
        .isEqualTo(
            json(
                """
                {"groundingChunks":[{"web":{"uri":"https://x.example","title":"X"}}],
                 "groundingSupports":[
                   {"segment":{"partIndex":1,"startIndex":6,"endIndex":10},"groundingChunkIndices":[0]},
                   {"segment":{"partIndex":1,"startIndex":15,"endIndex":18},"groundingChunkIndices":[0]}]}
                """));
    assertThat(passed.dropped()).isEmpty();
  }

  @Test
  void tellsThePagesOfAStreamToCallersOfGeminiAtItsEnd() {
    List<JsonNode> gemini =
        streamed(
            OPENAI_CHAT,
            GEMINI,
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"See \u00e9\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"annotations\":[" + chat(4, 5) + "]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\".\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");

    assertThat(Translation.all(gemini, "/candidates/0/groundingMetadata"))
        .containsExactly(grounding(4, 6));
    assertThat(gemini.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
  }

  /** A text as long as that is kept for nobody. */
  @Test
  void namesThePagesOfATextThatIsTooLong() {
    String text = "{\"text\":\"See X." + " ".repeat(256 * 1024) + "\"}";

    Passed passed =
        Translation.passed(GEMINI, OPENAI_CHAT, ofGemini(text, GROUNDING.formatted(4, 5, "")));

    assertThat(passed.dropped()).containsExactly("answer.groundingMetadata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "6", "1e300", "\"x\""})
  void takesNoPlacesThatAreNone(String start) {
    String wrong = OF_CHAT.replace("\"start_index\":4", "\"start_index\":" + start);

    assertThat(Translation.passed(OPENAI_CHAT, OPENAI_RESPONSES, wrong).dropped())
        .containsExactly("answer.url_citation");
  }
}
