package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.golden.Translation.gathered;
import static dev.weir.dialects.golden.Translation.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.DialectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What servers and gateways say in dialects whose makers do not, and what clients rely on. */
final class WordsOfGatewaysTest {

  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  private static JsonNode answer(String rest) {
    return gathered(
        OPENAI_CHAT,
        ANTHROPIC,
        "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}",
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{}," + rest + "}]}");
  }

  @ParameterizedTest
  @CsvSource({"stop_reason", "matched_stop"})
  void tellsTheSequenceThatWasMetWhereAServerSaysIt(String member) {
    JsonNode met = answer("\"finish_reason\":\"stop\",\"" + member + "\":\"END\"");

    assertThat(met.path("stop_reason").asText()).isEqualTo("stop_sequence");
    assertThat(met.path("stop_sequence").asText()).isEqualTo("END");
  }

  @ParameterizedTest
  @CsvSource({"\"end_turn\"", "\"refusal\"", "128009", "null"})
  void takesNoReasonAndNoTokenForASequence(String value) {
    JsonNode answer = answer("\"finish_reason\":\"stop\",\"stop_reason\":" + value);

    assertThat(answer.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(answer.path("stop_sequence").isNull()).isTrue();
  }

  @Test
  void beginsWithACacheOfGooglesWhereGeminiIsAsked() {
    String cache = "\"cached_content\":\"cachedContents/1\"";
    Translation.Written written =
        request(
            OPENAI_CHAT,
            GEMINI,
            "gemini-2.5-flash",
            "{\"model\":\"m\"," + HI + ",\"extra_body\":{\"google\":{" + cache + "}}}");

    assertThat(written.at("/cachedContent").asText()).isEqualTo("cachedContents/1");
    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void namesWhatStandsBesideACacheOfGoogles() {
    Translation.Written written =
        request(
            OPENAI_CHAT,
            GEMINI,
            "gemini-2.5-flash",
            "{\"model\":\"m\","
                + HI
                + ",\"extra_body\":{\"google\":{\"cached_content\":\"c\",\"other\":1}}}");

    assertThat(written.at("/cachedContent").asText()).isEqualTo("c");
    assertThat(written.dropped()).containsExactly("extra_body.google.other");
  }

  @Test
  void refusesACacheOfGooglesElsewhere() {
    assertThat(
            request(
                    OPENAI_CHAT,
                    ANTHROPIC,
                    "m",
                    "{\"model\":\"m\","
                        + HI
                        + ",\"extra_body\":{\"google\":{\"cached_content\":\"c\"}}}")
                .refused())
        .containsExactly("extra_body");
  }

  @Test
  void tellsTheTypeOfAnAddressWithoutAnEnding() {
    JsonNode written =
        request(
                OPENAI_CHAT,
                GEMINI,
                "gemini-2.5-flash",
                """
                {"model":"m","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"gs://b/object","format":"image/webp"}}]}]}
                """)
            .body();

    assertThat(written.at("/contents/0/parts/0/fileData/mimeType").asText())
        .isEqualTo("image/webp");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI", "BEDROCK"})
  void leavesWhatClaudeCodeTellsBillingOutOfLaterInstructionsToo(DialectName to) {
    Translation.Written written =
        request(
            ANTHROPIC,
            to,
            "m",
            """
            {"model":"m","max_tokens":99,"messages":[{"role":"user","content":"q"},
              {"role":"system","content":"x-anthropic-billing-header: cc_version=2.1; cch=1;"},
              {"role":"assistant","content":"a"},{"role":"user","content":"z"},
              {"role":"system","content":[
                {"type":"text","text":"x-anthropic-billing-header: cc_version=2.1; cch=2;"},
                {"type":"text","text":"Be brief."}]}]}
            """);

    assertThat(written.body().toString()).doesNotContain("billing").contains("Be brief.");
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void tellsAResultWithoutItsCallToGeminiWhereItStood() {
    JsonNode written =
        request(
                OPENAI_CHAT,
                GEMINI,
                "m",
                """
                {"model":"m","messages":[{"role":"user","content":"first"},
                  {"role":"tool","tool_call_id":"x","content":"second"},
                  {"role":"user","content":"third"}]}
                """)
            .body();

    assertThat(written.at("/contents/0/parts").findValuesAsText("text"))
        .containsExactly("first", "Result of the tool call x:", "second", "third");
  }

  @ParameterizedTest
  @CsvSource({"completed", "eos_token", "COMPLETE"})
  void takesNoWordOfAServersOwnForASequence(String word) {
    JsonNode answer = answer("\"finish_reason\":\"stop\",\"stop_reason\":\"" + word + "\"");

    assertThat(answer.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(answer.path("stop_sequence").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"tool_calls,tool_use", "content_filter,refusal", "length,max_tokens"})
  void tellsNoSequenceBesideAnotherReason(String reason, String told) {
    JsonNode answer = answer("\"finish_reason\":\"" + reason + "\",\"stop_reason\":\"END\"");

    assertThat(answer.path("stop_reason").asText()).isEqualTo(told);
    assertThat(answer.path("stop_sequence").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"png,image/png", "image/webp,image/webp"})
  void takesAFormatWithoutAKindForOneOfAPicture(String format, String type) {
    JsonNode written =
        request(
                OPENAI_CHAT,
                GEMINI,
                "gemini-2.5-flash",
                """
                {"model":"m","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"gs://b/object","format":"FORMAT"}}]}]}
                """
                    .replace("FORMAT", format))
            .body();

    assertThat(written.at("/contents/0/parts/0/fileData/mimeType").asText()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"thinking_config\":{\"thinking_budget\":9}| |\"reasoning_effort\":\"low\"|extra_body.google.thinking_config",
        "\"safety_settings\":[1]|,\"top_k\":3|\"seed\":1|extra_body.google.safety_settings,extra_body.top_k",
      })
  void namesOnceWhatStandsBesideACacheOfGoogles(
      String google, String body, String root, String lost) {
    Translation.Written written =
        request(
            OPENAI_CHAT,
            GEMINI,
            "gemini-2.5-flash",
            "{\"model\":\"m\","
                + root
                + ","
                + HI
                + ",\"extra_body\":{\"google\":{\"cached_content\":\"c\","
                + google
                + "}"
                + (body == null ? "" : body)
                + "}}");

    assertThat(written.at("/cachedContent").asText()).isEqualTo("c");
    assertThat(written.dropped()).containsExactlyInAnyOrder(lost.split(","));
  }
}
