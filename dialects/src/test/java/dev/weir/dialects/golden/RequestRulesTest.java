package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.golden.Translation.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a request's settings are in another dialect: one test for each rule easy to get wrong. */
final class RequestRulesTest {

  private static final String CLAUDE = "claude-sonnet-4-5";
  private static final String BEDROCK_CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";

  private static Written chat(DialectName to, String model, String members) {
    return Translation.request(OPENAI_CHAT, to, model, "{\"model\":\"m\"," + members + "}");
  }

  private static Written claude(DialectName to, String model, String members) {
    return Translation.request(ANTHROPIC, to, model, "{\"model\":\"m\"," + members + "}");
  }

  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Test
  void givesClaudeTheLimitThatItDemandsAndKeepsTheBudgetOfThoughtsBelowIt() {
    assertThat(chat(ANTHROPIC, CLAUDE, HI).at("/max_tokens").asInt()).isPositive();

    Written thinking =
        chat(ANTHROPIC, CLAUDE, HI + ",\"max_tokens\":2000,\"reasoning_effort\":\"high\"");
    assertThat(thinking.at("/thinking/budget_tokens").asInt())
        .isBetween(1_024, thinking.at("/max_tokens").asInt() - 1);
  }

  @ParameterizedTest
  @CsvSource({"low, 2048, LOW", "high, 16384, HIGH"})
  void saysAnEffortAsBudgetOrLevelAndBack(String effort, int budget, String level) {
    String asked = HI + ",\"max_tokens\":30000,\"reasoning_effort\":\"" + effort + "\"";

    assertThat(chat(ANTHROPIC, CLAUDE, asked).at("/thinking/budget_tokens").asInt())
        .isEqualTo(budget);
    assertThat(
            chat(GEMINI, "gemini-2.5-flash", asked)
                .at("/generationConfig/thinkingConfig/thinkingBudget")
                .asInt())
        .isEqualTo(budget);
    assertThat(
            chat(GEMINI, "gemini-3-pro", asked)
                .at("/generationConfig/thinkingConfig/thinkingLevel")
                .asText())
        .isEqualTo(level);
    assertThat(
            claude(
                    OPENAI_CHAT,
                    "gpt-5",
                    HI
                        + ",\"max_tokens\":30000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":"
                        + budget
                        + "}")
                .at("/reasoning_effort")
                .asText())
        .isEqualTo(effort);
  }

  @Test
  void givesThoughtsBackToClaudeAsTheyCameAndToNobodyElse() {
    String turns =
        """
        "max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[
          {"type":"thinking","thinking":"h\u00e9 4111 1111 1111 1111","signature":"c2ln+/="},
          {"type":"redacted_thinking","data":"cmVkYWN0ZWQ="},
          {"type":"text","text":"ok"}]},{"role":"user","content":"go"}]
        """;

    assertThat(claude(ANTHROPIC, CLAUDE, turns).at("/messages/1/content"))
        .isEqualTo(json("{" + turns + "}").at("/messages/1/content"));
    for (DialectName other : new DialectName[] {OPENAI_CHAT, OPENAI_RESPONSES, GEMINI}) {
      Written written = claude(other, "gemini-3-pro", turns);

      assertThat(written.body().toString()).doesNotContain("c2ln+/=", "cmVkYWN0ZWQ=");
      assertThat(written.dropped()).contains("thinking");
    }
  }

  @Test
  void givesGeminiTheSignatureOfTheFirstCallBack() {
    String contents =
        """
        {"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[
          {"functionCall":{"id":"c1","name":"f","args":{}},"thoughtSignature":"c2ln"},
          {"functionCall":{"id":"c2","name":"g","args":{}}}]}]}
        """;

    assertThat(Translation.request(GEMINI, GEMINI, "gemini-3-pro", contents).at("/contents/1"))
        .isEqualTo(json(contents).at("/contents/1"));
  }

  private static final String PARALLEL =
      """
      "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],
      "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[
        {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},
        {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
       {"role":"tool","tool_call_id":"c2","content":"two"},
       {"role":"tool","tool_call_id":"c1","content":"one"},
       {"role":"user","content":"go"}]
      """;

  @Test
  void mergesParallelResultsIntoOneTurnOfTheUser() {
    Written toClaude = chat(ANTHROPIC, CLAUDE, PARALLEL);
    assertThat(toClaude.at("/messages")).hasSize(3);
    assertThat(toClaude.at("/messages/2/content").findValuesAsText("type"))
        .containsExactly("tool_result", "tool_result", "text");

    Written toBedrock = chat(BEDROCK, BEDROCK_CLAUDE, PARALLEL);
    assertThat(toBedrock.at("/messages")).hasSize(3);
    assertThat(toBedrock.at("/messages/2/content").findValuesAsText("toolUseId")).hasSize(2);
  }

  @Test
  void namesTheResultsForGeminiByTheirCallsInTheOrderOfThese() {
    assertThat(chat(GEMINI, "gemini-2.5-flash", PARALLEL).at("/contents/2/parts"))
        .isEqualTo(
            json(
                """
                [{"functionResponse":{"id":"c1","name":"f","response":{"result":"one"}}},
                 {"functionResponse":{"id":"c2","name":"g","response":{"result":"two"}}},
                 {"text":"go"}]
                """));
  }

  @Test
  void givesBedrockTheToolsOfAHistoryThatCameWithoutThem() {
    Written written =
        chat(
            BEDROCK,
            BEDROCK_CLAUDE,
            """
            "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[
              {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"c1","content":"one"}]
            """);

    assertThat(written.at("/toolConfig/tools/0/toolSpec/name").asText()).isEqualTo("f");
  }

  @Test
  void tellsAResultWithoutItsCallAsTextAndLeavesEmptyTurnsOut() {
    String turns =
        """
        "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":""},
         {"role":"tool","tool_call_id":"gone","content":"orphan"},{"role":"user","content":"go"}]
        """;

    assertThat(chat(ANTHROPIC, CLAUDE, turns).body().toString())
        .contains("orphan")
        .doesNotContain("tool_result", "assistant");
    assertThat(chat(BEDROCK, BEDROCK_CLAUDE, turns).body().toString())
        .contains("orphan")
        .doesNotContain("toolResult", "assistant");
  }

  @ParameterizedTest
  @EnumSource(
      value = DialectName.class,
      names = {"ANTHROPIC", "BEDROCK", "GEMINI", "OPENAI_RESPONSES"})
  void saysThatNoAnswerIsTranslatedWithLogProbabilities(DialectName to) {
    Written written = chat(to, "m", HI + ",\"logprobs\":true,\"top_logprobs\":2");

    assertThat(written.dropped()).contains("logprobs");
    assertThat(written.body().toString()).doesNotContain("ogprobs");
  }

  @Test
  void keepsThatAToolFailedOrSaysThatItWasDropped() {
    String turns =
        """
        "max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[
          {"type":"tool_use","id":"t1","name":"f","input":{}}]},
         {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"no"}]}]
        """;

    assertThat(claude(BEDROCK, BEDROCK_CLAUDE, turns).at("/messages/2/content/0/toolResult/status"))
        .isEqualTo(json("\"error\""));
    assertThat(
            claude(GEMINI, "gemini-2.5-flash", turns)
                .at("/contents/2/parts/0/functionResponse/response"))
        .isEqualTo(json("{\"error\":\"no\"}"));
    assertThat(claude(OPENAI_CHAT, "gpt-5", turns).dropped()).contains("is_error");
  }

  @Test
  void putsInstructionsWhereTheDialectHasThemAlsoLaterOnes() {
    String turns =
        """
        "messages":[{"role":"system","content":"one"},{"role":"developer","content":"two"},
         {"role":"user","content":"hi"},{"role":"system","content":"three"},
         {"role":"user","content":"go"}]
        """;

    assertThat(chat(ANTHROPIC, CLAUDE, turns).at("/system").toString()).contains("one", "two");
    assertThat(chat(GEMINI, "gemini-2.5-flash", turns).at("/systemInstruction/parts"))
        .isEqualTo(json("[{\"text\":\"one\"},{\"text\":\"two\"},{\"text\":\"three\"}]"));
    for (DialectName to : DialectName.values()) {
      assertThat(chat(to, CLAUDE, turns).body().toString()).contains("one", "two", "three");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"auto\" | {\"type\":\"auto\"} | AUTO",
        "\"required\" | {\"type\":\"any\"} | ANY",
        "\"none\" | {\"type\":\"none\"} | NONE",
        "{\"type\":\"function\",\"function\":{\"name\":\"f\"}} | {\"type\":\"tool\",\"name\":\"f\"} | ANY"
      })
  void choosesToolsInTheWordsOfEachDialect(String chat, String claude, String google) {
    String asked =
        HI
            + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
            + "{\"type\":\"object\",\"properties\":{}}}}],\"tool_choice\":"
            + chat;

    assertThat(chat(ANTHROPIC, CLAUDE, asked).at("/tool_choice")).isEqualTo(json(claude));
    assertThat(
            chat(GEMINI, "gemini-2.5-flash", asked)
                .at("/toolConfig/functionCallingConfig/mode")
                .asText())
        .isEqualTo(google);
  }

  @Test
  void invertsTheWishForParallelCalls() {
    String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    assertThat(
            chat(ANTHROPIC, CLAUDE, HI + tools + ",\"parallel_tool_calls\":false")
                .at("/tool_choice/disable_parallel_tool_use")
                .asBoolean())
        .isTrue();
    assertThat(
            claude(
                    OPENAI_CHAT,
                    "gpt-5",
                    HI
                        + ",\"max_tokens\":9,\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}],"
                        + "\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}")
                .at("/parallel_tool_calls"))
        .isEqualTo(json("false"));
  }

  @Test
  void writesSchemasForGeminiWithoutWhatItLeavesAside() {
    Written written =
        chat(
            GEMINI,
            "gemini-2.5-flash",
            HI
                + """
                ,"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object",
                 "properties":{"a":{"$ref":"#/$defs/A"},"b":{"type":["string","null"]},
                  "c":{"anyOf":[{"type":"integer"},{"type":"null"}]},"d":{"description":"any"}},
                 "$defs":{"A":{"type":"string","enum":["x"]}}}}}]
                """);

    assertThat(written.at("/tools/0/functionDeclarations/0/parametersJsonSchema/properties"))
        .isEqualTo(
            json(
                """
                {"a":{"type":"string","enum":["x"]},"b":{"type":["string","null"]},
                 "c":{"anyOf":[{"type":"integer"},{"type":"null"}]},"d":{"description":"any"}}
                """));
  }

  @Test
  void asksForAnswersOfASchemaInTheWordsOfEachDialect() {
    String asked =
        HI
            + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"strict\":true,"
            + "\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
            + "\"required\":[\"a\"],\"additionalProperties\":false}}}";

    assertThat(chat(OPENAI_RESPONSES, "gpt-5", asked).at("/text/format/name").asText())
        .isEqualTo("s");
    assertThat(chat(ANTHROPIC, CLAUDE, asked).at("/output_config/format/type").asText())
        .isEqualTo("json_schema");
    Written gemini = chat(GEMINI, "gemini-2.5-flash", asked);
    assertThat(gemini.at("/generationConfig/responseMimeType").asText())
        .isEqualTo("application/json");
    assertThat(gemini.at("/generationConfig/responseJsonSchema/required")).hasSize(1);
  }

  @Test
  void carriesImagesAsBytesByAddressOrRefusesThem() {
    String bytes =
        content("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,aGk=\"}}");
    assertThat(chat(ANTHROPIC, CLAUDE, bytes).at("/messages/0/content/0/source"))
        .isEqualTo(json("{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"aGk=\"}"));
    assertThat(chat(BEDROCK, BEDROCK_CLAUDE, bytes).at("/messages/0/content/0/image"))
        .isEqualTo(json("{\"format\":\"png\",\"source\":{\"bytes\":\"aGk=\"}}"));
    assertThat(chat(GEMINI, "gemini-2.5-flash", bytes).at("/contents/0/parts/0/inlineData/data"))
        .isEqualTo(json("\"aGk=\""));

    String address =
        content("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.org/a.png\"}}");
    assertThat(chat(ANTHROPIC, CLAUDE, address).at("/messages/0/content/0/source/url").asText())
        .isEqualTo("https://example.org/a.png");
    assertThat(chat(BEDROCK, BEDROCK_CLAUDE, address).refused()).isNotEmpty();

    String id = content("{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}");
    for (DialectName to : new DialectName[] {ANTHROPIC, GEMINI, BEDROCK}) {
      assertThat(chat(to, CLAUDE, id).refused()).as("%s", to).isNotEmpty();
    }
  }

  @Test
  void carriesDocumentsAndSoundsOrRefusesThemByName() {
    String pdf =
        content(
            "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,aGk=\"}}");
    assertThat(chat(ANTHROPIC, CLAUDE, pdf).at("/messages/0/content/0/type").asText())
        .isEqualTo("document");
    assertThat(chat(BEDROCK, BEDROCK_CLAUDE, pdf).body().toString())
        .contains("\"format\":\"pdf\"", "\"bytes\":\"aGk=\"");
    String sound =
        content(
            "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"aGk=\",\"format\":\"wav\"}}");
    assertThat(
            chat(GEMINI, "gemini-2.5-flash", sound).at("/contents/0/parts/0/inlineData/mimeType"))
        .isEqualTo(json("\"audio/wav\""));
    assertThat(chat(ANTHROPIC, CLAUDE, sound).refused()).isNotEmpty();
  }

  private static String content(String part) {
    return "\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]";
  }

  @Test
  void leavesSamplingOutForModelsThatRefuseItAndSaysSo() {
    Written written = chat(ANTHROPIC, "claude-opus-4-7", HI + ",\"temperature\":0.5,\"top_p\":0.9");

    assertThat(written.body().has("temperature")).isFalse();
    assertThat(written.body().has("top_p")).isFalse();
    assertThat(written.dropped()).contains("temperature", "top_p");
  }

  @Test
  void keepsMarksOfTheCacheWhereTheyStood() {
    String asked =
        """
        "max_tokens":9,"system":[{"type":"text","text":"be","cache_control":{"type":"ephemeral"}}],
        "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
        "messages":[{"role":"user","content":[
          {"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]
        """;

    Written same = claude(ANTHROPIC, CLAUDE, asked);
    for (String place : new String[] {"/system/0", "/tools/0", "/messages/0/content/0"}) {
      assertThat(same.at(place + "/cache_control/type").asText()).as(place).isEqualTo("ephemeral");
    }
    Written bedrock = claude(BEDROCK, BEDROCK_CLAUDE, asked);
    for (String place :
        new String[] {"/system/1", "/toolConfig/tools/1", "/messages/0/content/1"}) {
      assertThat(bedrock.at(place + "/cachePoint/type").asText()).as(place).isEqualTo("default");
    }
    assertThat(claude(GEMINI, "gemini-2.5-flash", asked).dropped()).contains("cache_control");
  }

  @Test
  void asksForSeveralChoicesOrRefusesThem() {
    assertThat(
            chat(GEMINI, "gemini-2.5-flash", HI + ",\"n\":2")
                .at("/generationConfig/candidateCount"))
        .isEqualTo(json("2"));
    assertThat(chat(ANTHROPIC, CLAUDE, HI + ",\"n\":2").refused()).containsExactly("n");
    assertThat(chat(BEDROCK, BEDROCK_CLAUDE, HI + ",\"n\":2").refused()).containsExactly("n");
  }

  @ParameterizedTest
  @EnumSource
  void passesServerToolsToTheirOwnDialectAndRefusesThemElsewhere(DialectName to) {
    Written written =
        claude(
            to,
            CLAUDE,
            HI
                + ",\"max_tokens\":9,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]");

    if (to == ANTHROPIC) {
      assertThat(written.at("/tools/0/type").asText()).isEqualTo("web_search_20250305");
    } else {
      assertThat(written.refused()).isNotEmpty();
    }
  }

  /** It is the provider that calls them; Weir sees no message of MCP. */
  @ParameterizedTest
  @EnumSource
  void passesMcpServersToTheProviderThatCallsThemAndRefusesThemElsewhere(DialectName to) {
    Written responses =
        Translation.request(
            OPENAI_RESPONSES,
            to,
            "m",
            "{\"model\":\"m\",\"input\":\"hi\",\"tools\":[{\"type\":\"mcp\",\"server_label\":\"a\","
                + "\"server_url\":\"https://example.com/mcp\"}]}");
    Written messages =
        claude(
            to,
            CLAUDE,
            HI
                + ",\"max_tokens\":9,\"mcp_servers\":[{\"type\":\"url\",\"name\":\"a\","
                + "\"url\":\"https://example.com/mcp\"}]");

    assertThat(responses.refused().isEmpty()).isEqualTo(to == OPENAI_RESPONSES);
    assertThat(messages.refused().isEmpty()).isEqualTo(to == ANTHROPIC);
    if (to == OPENAI_RESPONSES) {
      assertThat(responses.at("/tools/0/server_url").asText()).isEqualTo("https://example.com/mcp");
    }
    if (to == ANTHROPIC) {
      assertThat(messages.at("/mcp_servers/0/name").asText()).isEqualTo("a");
    }
  }

  @Test
  void writesAnArnWithSlashesAsOneSegmentOfThePath() {
    assertThat(
            Dialects.of(BEDROCK)
                .path("arn:aws:bedrock:us-east-1:1:inference-profile/us.x-v1:0", true))
        .isEqualTo(
            "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.x-v1%3A0/converse-stream");
  }
}
