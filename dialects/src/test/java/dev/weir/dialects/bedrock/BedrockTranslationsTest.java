package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.anthropic.AnthropicDialect;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of callers of other dialects. */
final class BedrockTranslationsTest {

  private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  private final BedrockDialect dialect = new BedrockDialect();
  private final Losses losses = new Losses();

  private static CanonicalRequest chat(String model, String rest) {
    String body = "{\"model\":\"" + model + "\"," + rest + "}";
    return request(ChatDialect.ofOpenAi().read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING));
  }

  private static CanonicalRequest chat(String rest) {
    return chat("m", rest);
  }

  private static CanonicalRequest request(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private JsonNode written(CanonicalRequest request) {
    byte[] body = dialect.write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  private static JsonNode json(String text) {
    return Json.tree(text).orElseThrow();
  }

  @Test
  void mergesNeighboursAndMovesInstructionsToTheSystem() {
    CanonicalRequest request =
        chat(
            """
            "messages":[
              {"role":"assistant","content":"first"},
              {"role":"user","content":"a"},
              {"role":"user","content":"b"},
              {"role":"assistant","content":""},
              {"role":"developer","content":"later"},
              {"role":"user","content":"c"}]
            """);

    assertThat(written(request))
        .isEqualTo(
            json(
                """
                {"system":[{"text":"later"}],
                 "messages":[
                  {"role":"user","content":[{"text":"(The assistant speaks first.)"}]},
                  {"role":"assistant","content":[{"text":"first"}]},
                  {"role":"user","content":[{"text":"a"},{"text":"b"},{"text":"c"}]}]}
                """));
  }

  @Test
  void sendsInstructionsAloneAsTheUser() {
    assertThat(written(chat("\"messages\":[{\"role\":\"system\",\"content\":\"go\"}]")))
        .isEqualTo(json("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"go\"}]}]}"));
  }

  @Test
  void givesResultsInOneTurnAndOrphansAsTextAndMakesToolsOfTheHistory() {
    CanonicalRequest request =
        chat(
            """
            "messages":[
              {"role":"user","content":"q"},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"functions.f:0","type":"function","function":{"name":"f","arguments":"{\\"a\\":"}},
                {"id":"t2","type":"function","function":{"name":"g","arguments":""}}]},
              {"role":"tool","tool_call_id":"functions.f:0","content":"one"},
              {"role":"tool","tool_call_id":"t2","content":"two"},
              {"role":"tool","tool_call_id":"t9","content":"lost"}]
            """);

    JsonNode body = written(request);

    assertThat(body.path("messages").path(1).path("content"))
        .isEqualTo(
            json(
                """
                [{"toolUse":{"toolUseId":"functions_f_0","name":"f","input":{}}},
                 {"toolUse":{"toolUseId":"t2","name":"g","input":{}}}]
                """));
    assertThat(body.path("messages").path(2).path("content"))
        .isEqualTo(
            json(
                """
                [{"toolResult":{"toolUseId":"functions_f_0","content":[{"text":"one"}]}},
                 {"toolResult":{"toolUseId":"t2","content":[{"text":"two"}]}},
                 {"text":"Result of the tool call t9:"},{"text":"lost"}]
                """));
    assertThat(body.path("toolConfig"))
        .isEqualTo(
            json(
                """
                {"tools":[
                  {"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}},
                  {"toolSpec":{"name":"g","inputSchema":{"json":{"type":"object"}}}}]}
                """));
    assertThat(losses.dropped()).containsExactly("arguments");
  }

  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
          + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],";

  @Test
  void leavesForbiddenToolsOut() {
    assertThat(written(chat(TOOLS + "\"tool_choice\":\"none\"," + HI)).has("toolConfig")).isFalse();
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void keepsForbiddenToolsWhereTheHistoryHasCalls() {
    String history =
        """
        "messages":[
          {"role":"user","content":"q"},
          {"role":"assistant","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"t1","content":"one"}]
        """;

    JsonNode body = written(chat(TOOLS + "\"tool_choice\":\"none\"," + history));

    assertThat(body.path("toolConfig").path("tools")).hasSize(2);
    assertThat(body.path("toolConfig").has("toolChoice")).isFalse();
    assertThat(losses.dropped()).containsExactly("tool_choice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"auto\" | {\"auto\":{}} | 2",
        "\"required\" | {\"any\":{}} | 2",
        "{\"type\":\"function\",\"function\":{\"name\":\"f\"}} | {\"tool\":{\"name\":\"f\"}} | 2",
        "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":"
            + "[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}} | {\"any\":{}} | 1"
      })
  void writesEveryChoiceOfTools(String choice, String expected, int tools) {
    JsonNode config =
        written(chat(TOOLS + "\"tool_choice\":" + choice + "," + HI)).path("toolConfig");

    assertThat(config.path("toolChoice")).isEqualTo(json(expected));
    assertThat(config.path("tools")).hasSize(tools);
  }

  @Test
  void namesWhatItDrops() {
    written(
        chat(
            """
            "seed":1,"frequency_penalty":1,"presence_penalty":1,"logprobs":true,"user":"u",
            "service_tier":"scale","parallel_tool_calls":false,"reasoning_effort":"low",
            "temperature":1.5,"logit_bias":{"1":2},"response_format":{"type":"json_object"},
            """
                + HI));

    assertThat(losses.dropped())
        .containsExactlyInAnyOrder(
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "logprobs",
            "user",
            "service_tier",
            "parallel_tool_calls",
            "reasoning_effort",
            "temperature",
            "logit_bias",
            "response_format");
    assertThat(losses.refused()).isEmpty();
  }

  @Test
  void refusesWhatWouldBeAnotherRequest() {
    written(
        chat(
            """
            "n":2,"tools":[{"type":"web_search"}],
            "messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
              {"type":"file","file":{"file_id":"file-1"}},
              {"type":"image_url","image_url":{"url":"data:image/tiff;base64,AAAA"}},
              {"type":"input_audio","input_audio":{"data":"BBBB","format":"midi"}}]}]
            """));

    assertThat(losses.refused())
        .containsExactlyInAnyOrder(
            "n",
            "tools: web_search",
            "content: an image by its address",
            "content: a document by its file id",
            "content: an image of its type",
            "content: audio of its type");
  }

  @Test
  void letsAClaudeThinkWithinTheLimit() {
    JsonNode body =
        written(
            chat(
                CLAUDE,
                "\"reasoning_effort\":\"low\",\"max_tokens\":3000,\"top_k\":5,\"temperature\":0.5,"
                    + HI));

    assertThat(body.path("additionalModelRequestFields"))
        .isEqualTo(json("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}}"));
    assertThat(body.path("inferenceConfig").path("maxTokens").longValue()).isEqualTo(3000);
    assertThat(losses.dropped()).containsExactlyInAnyOrder("top_k", "temperature");
  }

  @Test
  void thinksNotWhereAToolMustBeCalled() {
    written(
        chat(
            CLAUDE,
            "\"reasoning_effort\":\"low\"," + TOOLS + "\"tool_choice\":\"required\"," + HI));

    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void writesTopKBesideTheModelsOwnFields() {
    assertThat(written(chat("\"top_k\":7," + HI)).path("additionalModelRequestFields"))
        .isEqualTo(json("{\"top_k\":7}"));
  }

  @Test
  void givesBackOnlyThinkingThatTheModelTakes() {
    List<Part> parts =
        List.of(
            new Part.Thinking("a", Optional.of("s1"), DialectName.ANTHROPIC),
            new Part.Thinking("b", Optional.of("s2"), DialectName.BEDROCK),
            new Part.Thinking("c", Optional.empty(), DialectName.BEDROCK),
            new Part.Thinking("d", Optional.of("s4"), DialectName.GEMINI));

    assertThat(written(with(chat(CLAUDE, HI), parts)).toString())
        .contains("s1", "s2")
        .doesNotContain("\"c\"", "s4");
    assertThat(written(with(chat("amazon.nova", HI), parts)).toString())
        .contains("s2")
        .doesNotContain("s1");
    assertThat(losses.dropped()).containsExactly("thinking");
  }

  private static CanonicalRequest with(CanonicalRequest it, List<Part> assistant) {
    return new CanonicalRequest(
        it.from(),
        it.model(),
        List.of(
            new Turn(Turn.Role.USER, List.of(new Part.Text("q"))),
            new Turn(Turn.Role.ASSISTANT, assistant)),
        it.tools(),
        it.toolChoice(),
        it.parallelToolCalls(),
        it.maxOutputTokens(),
        it.sampling(),
        it.outputFormat(),
        it.reasoning(),
        it.stream(),
        it.streamUsage(),
        it.user(),
        it.serviceTier(),
        it.extras());
  }

  @Test
  void writesASound() {
    JsonNode body =
        written(
            chat(
                """
                "messages":[{"role":"user","content":[
                  {"type":"input_audio","input_audio":{"data":"BBBB","format":"mp3"}}]}]
                """));

    assertThat(body.path("messages").path(0).path("content"))
        .isEqualTo(json("[{\"audio\":{\"format\":\"mp3\",\"source\":{\"bytes\":\"BBBB\"}}}]"));
  }

  @Test
  void tellsADocumentsFormatByItsNameWhereItsTypeDoesNot() {
    JsonNode body =
        written(
            chat(
                """
                "messages":[{"role":"user","content":[
                  {"type":"file","file":{"filename":"a.PDF",
                   "file_data":"data:application/octet-stream;base64,AA"}}]}]
                """));

    assertThat(body.path("messages").path(0).path("content"))
        .isEqualTo(
            json(
                """
                [{"document":{"format":"pdf","name":"a-PDF","source":{"bytes":"AA"}}},
                 {"text":"(See the document.)"}]
                """));
  }

  @ParameterizedTest
  @CsvSource({"flex, flex", "priority, priority", "default, default", "auto, ''"})
  void asksForTheTier(String asked, String written) {
    JsonNode body = written(chat("\"service_tier\":\"" + asked + "\"," + HI));

    assertThat(body.path("serviceTier").path("type").asText()).isEqualTo(written);
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void namesAFieldAsItsCallerDoes() {
    String body =
        """
        {"model":"m","max_tokens":9,"top_k":3,"metadata":{"user_id":"u"},
         "thinking":{"type":"enabled","budget_tokens":2000},
         "messages":[{"role":"user","content":"hi"}]}
        """;

    written(request(new AnthropicDialect().read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING)));

    assertThat(losses.dropped()).containsExactlyInAnyOrder("thinking", "metadata.user_id");
  }

  @ParameterizedTest
  @CsvSource({
    "report.pdf, report-pdf",
    "'a  b (1) [x].txt', 'a b (1) [x]-txt'",
    "'../\u00e9\u00e8', '-----'",
    "' ', document"
  })
  void namesDocumentsByLegalCharactersAlone(String name, String legal) {
    assertThat(BedrockMedia.legal(name)).isEqualTo(legal);
  }

  @Test
  void givesEachDocumentANameOfItsOwn() {
    String file = "{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,AA\"}}";

    JsonNode content =
        written(chat("\"messages\":[{\"role\":\"user\",\"content\":[" + file + "," + file + "]}]"))
            .path("messages")
            .path(0)
            .path("content");

    assertThat(content.path(0).path("document").path("name").asText()).isEqualTo("document");
    assertThat(content.path(1).path("document").path("name").asText()).isEqualTo("document (2)");
  }
}
