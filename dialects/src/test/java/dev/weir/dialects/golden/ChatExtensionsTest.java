package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.golden.Translation.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Chat's clients say in the words of other makers' endpoints for Chat. */
final class ChatExtensionsTest {

  private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

  private static Written asking(String members, DialectName to, String model) {
    return Translation.request(
        OPENAI_CHAT, to, model, "{\"model\":\"m\",\"messages\":[" + USER + "]," + members + "}");
  }

  private static Written saying(String assistant, DialectName to, String model) {
    return Translation.request(
        OPENAI_CHAT,
        to,
        model,
        "{\"model\":\"m\",\"messages\":["
            + USER
            + ",{\"role\":\"assistant\","
            + assistant
            + "},"
            + USER
            + "]}");
  }

  private static Written showing(String part, DialectName to, String model) {
    return Translation.request(
        OPENAI_CHAT,
        to,
        model,
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}|2000",
        "\"reasoning\":{\"max_tokens\":2000}|2000",
        "\"reasoning\":{\"effort\":\"high\"}|16384",
        "\"extra_body\":{\"google\":{\"thinking_config\":{\"thinking_budget\":2000}}}|2000",
        "\"extra_body\":{\"google\":{\"thinking_config\":{\"thinking_level\":\"low\"}}}|2048",
      })
  void thinksAsMuchAsIsAskedInOtherMakersWords(String members, long budget) {
    Written claude =
        asking(members + ",\"max_tokens\":30000", ANTHROPIC, "claude-sonnet-4-5-20250929");
    Written gemini = asking(members, GEMINI, "gemini-2.5-flash");

    assertThat(claude.at("/thinking/budget_tokens").asLong()).isEqualTo(budget);
    assertThat(gemini.at("/generationConfig/thinkingConfig/thinkingBudget").asLong())
        .isEqualTo(budget);
    assertThat(claude.dropped()).isEmpty();
    assertThat(gemini.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"thinking\":{\"type\":\"disabled\"}",
        "\"reasoning\":{\"enabled\":false}",
        "\"reasoning\":{\"effort\":\"none\"}",
        "\"extra_body\":{\"google\":{\"thinking_config\":{\"thinking_budget\":0}}}",
      })
  void thinksNotAtAllWhereThatIsAskedInOtherMakersWords(String members) {
    Written gemini = asking(members, GEMINI, "gemini-2.5-flash");

    assertThat(gemini.at("/generationConfig/thinkingConfig/thinkingBudget").asInt(-9)).isZero();
    assertThat(gemini.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"reasoning\":{\"effort\":\"low\"}|true",
        "\"reasoning\":{\"effort\":\"low\",\"exclude\":true}|false",
        "\"thinking\":{\"type\":\"enabled\"}|true",
        "\"extra_body\":{\"google\":{\"thinking_config\":{\"include_thoughts\":true}}}|true",
      })
  void showsThoughtsAsThoseEndpointsDo(String members, boolean shown) {
    Written gemini = asking(members, GEMINI, "gemini-2.5-flash");

    assertThat(gemini.at("/generationConfig/thinkingConfig/includeThoughts").asBoolean(!shown))
        .isEqualTo(shown);
  }

  @Test
  void takesOpenAisOwnWordBeforeOthersAndNamesThese() {
    Written written =
        asking(
            "\"reasoning_effort\":\"low\",\"thinking\":{\"type\":\"disabled\"}",
            GEMINI,
            "gemini-2.5-flash");

    assertThat(written.at("/generationConfig/thinkingConfig/thinkingBudget").asLong())
        .isEqualTo(2_048);
    assertThat(written.dropped()).containsExactly("thinking");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"thinking\":{\"type\":\"someday\"}|thinking",
        "\"reasoning\":{\"effort\":\"gigantic\"}|reasoning",
        "\"extra_body\":{\"google\":{\"safety\":1}}|extra_body",
      })
  void namesWhatItDoesNotKnowOfThem(String members, String name) {
    assertThat(asking(members, ANTHROPIC, "claude-sonnet-4-5").dropped()).containsExactly(name);
  }

  @Test
  void refusesACacheThatLiesAtGoogle() {
    Written written =
        asking(
            "\"extra_body\":{\"google\":{\"cached_content\":\"cachedContents/x\"}}",
            ANTHROPIC,
            "claude-sonnet-4-5");

    assertThat(written.refused()).containsExactly("extra_body");
  }

  @Test
  void passesThoseWordsAsTheyAreToAServerOfTheSameDialect() {
    Written written =
        asking("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}", OPENAI_CHAT, "m");

    assertThat(written.at("/thinking/budget_tokens").asInt()).isEqualTo(2_000);
    assertThat(written.body().has("reasoning_effort")).isFalse();
    assertThat(written.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"content\":\"a\",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"t\","
            + "\"signature\":\"s\"},{\"type\":\"redacted_thinking\",\"data\":\"d\"}]",
        "\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"},"
            + "{\"type\":\"redacted_thinking\",\"data\":\"d\"},{\"type\":\"text\",\"text\":\"a\"}]",
      })
  void givesClaudeThoughtsBackThatClientsKeptAsItsOwnBlocks(String assistant) {
    Written written = saying(assistant, ANTHROPIC, "claude-sonnet-4-5");

    assertThat(written.at("/messages/1/content/0"))
        .isEqualTo(
            Translation.json("{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"}"));
    assertThat(written.at("/messages/1/content/1/data").asText()).isEqualTo("d");
    assertThat(written.at("/messages/1/content/2/text").asText()).isEqualTo("a");
    assertThat(written.dropped()).isEmpty();
    assertThat(written.refused()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abc\"", "{\"a\":1}", "[\"abc\"]", "[{\"type\":\"thinking\"}]"})
  void namesWhatOtherClientsMeanByThatName(String blocks) {
    Written claude =
        saying("\"content\":\"a\",\"thinking_blocks\":" + blocks, ANTHROPIC, "claude-sonnet-4-5");

    assertThat(claude.at("/messages/1/content").toString()).contains("a");
    assertThat(claude.dropped()).containsExactly("messages[1].thinking_blocks");
    assertThat(claude.refused()).isEmpty();
  }

  @Test
  void namesThoughtsInPiecesOfContentInsteadOfRefusingTheRequest() {
    Written written =
        saying(
            "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"t\"}]},"
                + "{\"type\":\"text\",\"text\":\"a\"}]",
            GEMINI,
            "gemini-2.5-flash");

    assertThat(written.at("/contents/1/parts/0/text").asText()).isEqualTo("a");
    assertThat(written.dropped()).containsExactly("thinking");
    assertThat(written.refused()).isEmpty();
  }

  @Test
  void refusesAnAnswerInSoundAloneAndNamesOneBesideText() {
    Written sound =
        asking(
            "\"modalities\":[\"audio\"],\"audio\":{\"voice\":\"alloy\"}",
            ANTHROPIC,
            "claude-sonnet-4-5");
    Written both =
        asking(
            "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"alloy\"}",
            ANTHROPIC,
            "claude-sonnet-4-5");
    Written text = asking("\"modalities\":[\"text\"]", ANTHROPIC, "claude-sonnet-4-5");

    assertThat(sound.refused()).containsExactly("modalities");
    assertThat(both.refused()).isEmpty();
    assertThat(both.dropped()).containsExactlyInAnyOrder("modalities", "audio");
    assertThat(text.dropped()).isEmpty();
    assertThat(text.refused()).isEmpty();
  }

  @Test
  void namesNothingThatAsksForNothing() {
    Written written =
        asking(
            "\"store\":false,\"metadata\":{},\"logit_bias\":{},\"prediction\":null",
            ANTHROPIC,
            "claude-sonnet-4-5");

    assertThat(written.dropped()).isEmpty();
    assertThat(
            Translation.request(
                    OPENAI_RESPONSES,
                    ANTHROPIC,
                    "claude-sonnet-4-5",
                    "{\"model\":\"m\",\"input\":\"hi\",\"metadata\":{},\"include\":[]}")
                .dropped())
        .isEmpty();
  }

  @Test
  void takesAnAnswerOfASchemaThatIsNotToldForAnyJson() {
    Written written =
        asking(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}",
            GEMINI,
            "gemini-2.5-flash");

    assertThat(written.at("/generationConfig/responseMimeType").asText())
        .isEqualTo("application/json");
  }

  @Test
  void keepsTheMarkOfTheCacheThatStandsWithinAFunction() {
    Written written =
        asking(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
                + "\"cache_control\":{\"type\":\"ephemeral\"}}}]",
            ANTHROPIC,
            "claude-sonnet-4-5");

    assertThat(written.at("/tools/0/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void marksAResultOfAToolForTheCacheOnce() {
    Written written =
        Translation.request(
            OPENAI_CHAT,
            ANTHROPIC,
            "claude-sonnet-4-5",
            """
            {"model":"m","messages":[{"role":"user","content":"q"},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c","content":"r","cache_control":{"type":"ephemeral"}}]}
            """);

    assertThat(written.at("/messages/2/content/0/cache_control/type").asText())
        .isEqualTo("ephemeral");
    assertThat(written.at("/messages/2/content/0/content").asText()).isEqualTo("r");
  }

  @Test
  void takesAMarkOfTheCacheAtAMessageForThatOfItsLastText() {
    Written written =
        Translation.request(
            OPENAI_CHAT,
            ANTHROPIC,
            "claude-sonnet-4-5",
            """
            {"model":"m","messages":[
              {"role":"user","cache_control":{"type":"ephemeral"},"content":[
                {"type":"text","text":"a"},{"type":"text","text":"b"}]},
              {"role":"assistant","content":null,"cache_control":{"type":"ephemeral"},"tool_calls":[
                {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c","content":"r"}]}
            """);

    assertThat(written.at("/messages/0/content/1/cache_control/type").asText())
        .isEqualTo("ephemeral");
    assertThat(written.at("/messages/0/content/0/cache_control").isMissingNode()).isTrue();
    assertThat(written.dropped()).containsExactly("messages[1].cache_control");
  }

  @Test
  void readsThoughtsThatAGatewayTellsWithoutTheirType() {
    Written written =
        Translation.request(
            OPENAI_CHAT,
            ANTHROPIC,
            "claude-sonnet-4-5",
            """
            {"model":"m","messages":[{"role":"user","content":"q"},
              {"role":"assistant","content":"a","reasoning":"hm",
               "reasoning_details":[{"thinking":"hm","signature":"s"}]},
              {"role":"user","content":"z"}]}
            """);

    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).containsExactly("thinking");
  }

  @Test
  void tellsThoughtsThatStandInDetailsAlone() {
    assertThat(
            Translation.gathered(
                    OPENAI_CHAT,
                    ANTHROPIC,
                    "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_details\":[{\"thinking\":\"h\"}]}}]}",
                    "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_details\":[{\"thinking\":\"m\"}]}}]}",
                    "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{\"content\":\"a\"}}]}")
                .toString())
        .contains("\"thinking\":\"hm\"");
  }

  @Test
  void tellsThoughtsOnceThatAGatewayRepeatsAtTheEnd() {
    assertThat(
            Translation.gathered(
                    OPENAI_CHAT,
                    ANTHROPIC,
                    "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"hm\"}}]}",
                    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}",
                    "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{"
                        + "\"reasoning_details\":[{\"thinking\":\"hm\",\"signature\":\"s\"}]}}]}")
                .toString())
        .containsOnlyOnce("\"thinking\":\"hm\"");
  }

  @Test
  void takesAPdfInThePlaceOfAPictureForTheDocumentThatItIs() {
    String pdf =
        "{\"type\":\"image_url\",\"image_url\":"
            + "{\"url\":\"data:application/pdf;base64,JVBERi0=\"}}";

    assertThat(showing(pdf, ANTHROPIC, "claude-sonnet-4-5").at("/messages/0/content/0/type"))
        .hasToString("\"document\"");
    assertThat(showing(pdf, OPENAI_RESPONSES, "gpt-4o").at("/input/0/content/0/type"))
        .hasToString("\"input_file\"");
    assertThat(
            showing(pdf, BEDROCK, "amazon.nova-pro-v1:0")
                .at("/messages/0/content/0/document/format")
                .asText())
        .isEqualTo("pdf");
  }

  @Test
  void writesTheRegisteredTypeOfAPicture() {
    String picture =
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpg;base64,/9j/\"}}";

    assertThat(
            showing(picture, ANTHROPIC, "claude-sonnet-4-5")
                .at("/messages/0/content/0/source/media_type")
                .asText())
        .isEqualTo("image/jpeg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data:text/html,%3Cb%3E|text/html|PGI+",
        "data:,a%20b|text/plain|YSBi",
        "data:image/png;name=a,b.png;base64,iVBORw0KGgo=|image/png|iVBORw0KGgo=",
        "data:image/png;BASE64,iVBORw0KGgo=|image/png|iVBORw0KGgo=",
        "DATA:image/png; base64 ,iVBORw0KGgo=|image/png|iVBORw0KGgo=",
        "data:text/plain,a;base64,b|text/plain|YTtiYXNlNjQsYg==",
      })
  void readsDataHoweverTheyAreWritten(String uri, String type, String base64) {
    Written gemini =
        showing(
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + uri + "\"}}",
            GEMINI,
            "gemini-2.5-flash");

    assertThat(gemini.at("/contents/0/parts/0/inlineData/mimeType").asText()).isEqualTo(type);
    assertThat(gemini.at("/contents/0/parts/0/inlineData/data").asText()).isEqualTo(base64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:image/svg+xml,%3Csvg%3E", "data:image/png;name=x,iVBORw0KGgo="})
  void refusesDataThatAreNeitherTextNorInBase64(String uri) {
    String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + uri + "\"}}";
    String file = "{\"type\":\"file\",\"file\":{\"file_data\":\"" + uri + "\"}}";

    assertThat(showing(picture, GEMINI, "gemini-2.5-flash").refused())
        .containsExactly("content: image_url");
    assertThat(showing(file, ANTHROPIC, "claude-sonnet-4-5").refused())
        .containsExactly("content: file");
    assertThat(showing(picture, OPENAI_CHAT, "m").refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.pdf, application/pdf",
    "a.txt, text/plain",
    "A.MD, text/markdown",
    "a.csv, text/csv",
    "a, application/pdf",
    "a.xyz, application/octet-stream"
  })
  void readsBase64AloneAsAFileOfTheTypeThatItsNameTells(String name, String type) {
    String file =
        "{\"type\":\"file\",\"file\":{\"filename\":\"" + name + "\",\"file_data\":\"aGk=\"}}";

    Written written = showing(file, GEMINI, "gemini-2.5-flash");

    assertThat(written.at("/contents/0/parts/0/inlineData/mimeType").asText()).isEqualTo(type);
    assertThat(written.at("/contents/0/parts/0/inlineData/data").asText()).isEqualTo("aGk=");
  }

  @Test
  void showsGeminiFilmsAndSoundsThatCompatibleServersTakeByAddress() {
    String both =
        "{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://x.y/a.mp4\"}},"
            + "{\"type\":\"audio_url\",\"audio_url\":{\"url\":\"https://x.y/a.mp3\"}}";

    Written gemini = showing(both, GEMINI, "gemini-2.5-flash");

    assertThat(gemini.at("/contents/0/parts/0/fileData/mimeType").asText()).isEqualTo("video/mp4");
    assertThat(gemini.at("/contents/0/parts/1/fileData/fileUri").asText())
        .isEqualTo("https://x.y/a.mp3");
    assertThat(showing(both, ANTHROPIC, "claude-sonnet-4-5").refused())
        .containsExactly("content: video", "content: audio");
  }

  @Test
  void namesTheDetailOfAPictureAlsoForBedrock() {
    String picture =
        "{\"type\":\"image_url\",\"image_url\":"
            + "{\"url\":\"data:image/png;base64,AAAA\",\"detail\":\"high\"}}";

    assertThat(showing(picture, BEDROCK, "amazon.nova-pro-v1:0").dropped())
        .containsExactly("detail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"type\":\"object\"}"})
  void givesOpenAiTheParametersOfOthersFunctionsAsAnObject(String schema) {
    Written written =
        Translation.request(
            GEMINI,
            OPENAI_RESPONSES,
            "gpt-4o",
            "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"tools\":[{\"functionDeclarations\":["
                + "{\"name\":\"f\",\"parametersJsonSchema\":"
                + schema
                + "}]}]}");

    assertThat(written.at("/tools/0/parameters/type").asText()).isEqualTo("object");
    assertThat(written.at("/tools/0/parameters").has("properties")).isTrue();
  }
}
