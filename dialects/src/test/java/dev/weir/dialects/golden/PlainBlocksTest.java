package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.golden.Translation.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.golden.Translation.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search results and documents of blocks, which Anthropic has and others have as text. */
final class PlainBlocksTest {

  private static final String SEARCH_RESULT =
      "{\"type\":\"search_result\",\"source\":\"https://x.example\",\"title\":\"Rain\",\"content\":["
          + "{\"type\":\"text\",\"text\":\"It rains.\"},{\"type\":\"text\",\"text\":\"A lot.\"}],"
          + "\"citations\":{\"enabled\":true}}";
  private static final String DOCUMENT =
      "{\"type\":\"document\",\"title\":\"Weather\",\"source\":{\"type\":\"content\",\"content\":["
          + "{\"type\":\"text\",\"text\":\"Look:\"},{\"type\":\"image\",\"source\":{\"type\":\"base64\","
          + "\"media_type\":\"image/png\",\"data\":\"AAAA\"}},{\"type\":\"text\",\"text\":\"Wet.\"}]}}";

  private static String asked(String block) {
    return "{\"model\":\"m\",\"max_tokens\":90,\"messages\":[{\"role\":\"user\",\"content\":["
        + block
        + ",{\"type\":\"text\",\"text\":\"q\"}]}]}";
  }

  @ParameterizedTest
  @EnumSource(
      value = DialectName.class,
      names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI", "BEDROCK"})
  void saysWhatWasFoundAsTextAndNamesThatItCannotBeCited(DialectName to) {
    Written written = Translation.request(ANTHROPIC, to, "m", asked(SEARCH_RESULT));

    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).containsExactly("search_result.citations");
    assertThat(written.body().toString())
        .contains("Search result: Rain\\nSource: https://x.example\\n\\nIt rains.\\nA lot.");
  }

  @Test
  void saysADocumentOfBlocksAsItsTextsAndPictures() {
    Written written = Translation.request(ANTHROPIC, OPENAI_CHAT, "m", asked(DOCUMENT));

    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).isEmpty();
    assertThat(written.at("/messages/0/content/0/text").asText())
        .isEqualTo("Document: Weather\n\nLook:");
    assertThat(written.at("/messages/0/content/1/image_url/url").asText())
        .isEqualTo("data:image/png;base64,AAAA");
    assertThat(written.at("/messages/0/content/2/text").asText()).isEqualTo("Wet.");
  }

  @Test
  void saysThemAlsoInWhatAToolAnswered() {
    String called =
        "{\"model\":\"m\",\"max_tokens\":90,\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\","
            + "\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
            + "\"tool_use_id\":\"t\",\"content\":["
            + SEARCH_RESULT
            + "]}]}]}";

    Written written = Translation.request(ANTHROPIC, GEMINI, "m", called);

    assertThat(written.refused()).isEmpty();
    assertThat(written.body().toString()).contains("It rains.");
  }

  @Test
  void passesThemToAnthropicAsTheyAre() {
    assertThat(
            Translation.request(ANTHROPIC, ANTHROPIC, "m", asked(SEARCH_RESULT))
                .at("/messages/0/content/0"))
        .isEqualTo(json(SEARCH_RESULT));
    assertThat(
            Translation.request(ANTHROPIC, ANTHROPIC, "m", asked(DOCUMENT))
                .at("/messages/0/content/0"))
        .isEqualTo(json(DOCUMENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"search_result\",\"source\":\"s\",\"title\":\"t\","
            + "\"cache_control\":{\"type\":\"ephemeral\"},"
            + "\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}",
        "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":["
            + "{\"type\":\"text\",\"text\":\"x\",\"cache_control\":{\"type\":\"ephemeral\"}}]}}"
      })
  void namesTheCacheMarkThatIsLostWithABlockOrInIt(String block) {
    assertThat(Translation.request(ANTHROPIC, OPENAI_CHAT, "m", asked(block)).dropped())
        .containsExactly("cache_control");
  }

  @Test
  void refusesByNameWhatIsNeitherTextNorPicture() {
    String odd = "{\"type\":\"search_result\",\"content\":[{\"type\":\"video\"}]}";

    assertThat(Translation.request(ANTHROPIC, OPENAI_CHAT, "m", asked(odd)).refused())
        .containsExactly("content: search_result");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI", "BEDROCK"})
  void leavesTheWordsForAnthropicsBillingToAnthropic(DialectName to) {
    String body =
        """
        {"model":"m","max_tokens":99,"messages":[{"role":"user","content":"hi"}],"system":[
          {"type":"text","text":"x-anthropic-billing-header: cc_version=2.1; cch=abc;"}%s]}
        """;

    Written both =
        Translation.request(
            ANTHROPIC, to, "m", body.formatted(",{\"type\":\"text\",\"text\":\"Be brief.\"}"));
    Written alone = Translation.request(ANTHROPIC, to, "m", body.formatted(""));

    assertThat(both.body().toString()).contains("Be brief.").doesNotContain("cc_version");
    assertThat(both.dropped()).isEmpty();
    assertThat(alone.body().toString()).doesNotContain("cc_version").doesNotContain("system");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI", "BEDROCK"})
  void keepsTheInstructionsThatFollowTheWordsForAnthropicsBilling(DialectName to) {
    String both = "\"x-anthropic-billing-header: cc_version=2.1;\\nYou are the bank's assistant.\"";

    for (String system :
        List.of(
            both,
            "[{\"type\":\"text\",\"text\":" + both + "}]",
            "[{\"type\":\"text\",\"cache_control\":{\"type\":\"ephemeral\"},\"text\":"
                + both
                + "}]")) {
      Written written =
          Translation.request(
              ANTHROPIC,
              to,
              "m",
              "{\"model\":\"m\",\"max_tokens\":99,\"system\":"
                  + system
                  + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

      assertThat(written.body().toString())
          .contains("\"You are the bank's assistant.\"")
          .doesNotContain("cc_version");
      assertThat(written.dropped()).doesNotContain("x-anthropic-billing-header");
    }
  }

  @Test
  void keepsTheWordsForAnthropicsBillingApartFromTheInstructionsThere() {
    String body =
        """
        {"model":"m","max_tokens":99,"messages":[{"role":"user","content":"hi"}],"system":[
          {"type":"text","text":"x-anthropic-billing-header: cc_version=2.1;\\nBe brief."},
          {"type":"text","text":"Be kind.","citations":null,"odd":1}]}
        """;

    assertThat(Translation.request(ANTHROPIC, ANTHROPIC, "m", body).at("/system"))
        .isEqualTo(
            json(
                """
                [{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1;"},
                 {"type":"text","text":"Be brief."},
                 {"type":"text","text":"Be kind.","odd":1}]
                """));
  }

  @Test
  void keepsTheWordsForAnthropicsBillingThere() {
    String body =
        """
        {"model":"m","max_tokens":99,"messages":[{"role":"user","content":"hi"}],"system":[
          {"type":"text","text":"x-anthropic-billing-header: cc_version=2.1;"},
          {"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}]}
        """;

    assertThat(Translation.request(ANTHROPIC, ANTHROPIC, "m", body).at("/system"))
        .isEqualTo(json(body).at("/system"));
  }
}
