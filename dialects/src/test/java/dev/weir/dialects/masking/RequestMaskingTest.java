package dev.weir.dialects.masking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.masking.MaskingLimits;
import dev.weir.governance.masking.MaskingRules;
import org.junit.jupiter.api.Test;

class RequestMaskingTest {

  @Test
  void masksEveryTurnAndNoOtherByte() {
    assertThat(
            Emails.masked(
                DialectName.OPENAI_CHAT,
                "{\"user\":\"a@x.org\", \"messages\":[{\"role\":\"user\",\"content\":\"I am a@x.org\"},"
                    + "{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"to\\\": \\\"b@x.org\\\"}\"}}]},"
                    + "{\"role\":\"tool\",\"content\":\"sent to b@x.org\"}]}"))
        .isEqualTo(
            "{\"user\":\"a@x.org\", \"messages\":[{\"role\":\"user\",\"content\":\"I am <EMAIL_ADDRESS_1>\"},"
                + "{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"to\\\": \\\"<EMAIL_ADDRESS_2>\\\"}\"}}]},"
                + "{\"role\":\"tool\",\"content\":\"sent to <EMAIL_ADDRESS_2>\"}]}");
  }

  @Test
  void letsABodyPassThatHasNothing() {
    assertThat(Emails.outcome(DialectName.ANTHROPIC, "{\"messages\":[]}"))
        .isEqualTo(new RequestMasking.Outcome.Unchanged());
  }

  @Test
  void leavesSignedThoughts() {
    String body =
        "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"a@x.org\",\"signature\":\"a@x.org\"}]}]}";

    assertThat(Emails.outcome(DialectName.ANTHROPIC, body))
        .isEqualTo(new RequestMasking.Outcome.Unchanged());
  }

  @Test
  void refusesWhatItCannotMaskAsAWhole() {
    assertThat(Emails.outcome(DialectName.OPENAI_CHAT, "[]"))
        .isInstanceOf(RequestMasking.Outcome.Refused.class);
    assertThat(
            Emails.outcome(
                DialectName.OPENAI_CHAT,
                "{\"messages\":[{\"content\":\"a\",\"content\":\"a@x.org\"}]}"))
        .isInstanceOf(RequestMasking.Outcome.Refused.class);

    byte[] body =
        "{\"messages\":[{\"content\":\"a@x.org\"},{\"content\":\"b@x.org\"}]}".getBytes(UTF_8);
    var one = new RequestMasking(MaskingRules.REPLACE_ALL, new MaskingLimits(1, 100, 100));
    var outcome =
        one.mask(
            DialectName.OPENAI_CHAT,
            body,
            body.length,
            "r",
            (text, _) -> TextScan.of(PiiRules.all()).scan(text));
    assertThat(outcome).isInstanceOf(RequestMasking.Outcome.Refused.class);
    assertThat(outcome.toString()).doesNotContain("x.org");
  }

  @Test
  void marksPlaceholdersWhereEarlierTurnsLieWithTheProvider() {
    assertThat(
            Emails.masked(
                DialectName.OPENAI_RESPONSES,
                "{\"previous_response_id\":\"resp_1\",\"input\":\"a@x.org\"}"))
        .matches(".*\"<EMAIL_ADDRESS_[A-Z1-9]{6}_1>\"}");
    assertThat(
            Emails.masked(
                DialectName.OPENAI_RESPONSES,
                "{\"previous_response_id\":null,\"input\":\"a@x.org\"}"))
        .endsWith("\"<EMAIL_ADDRESS_1>\"}");
  }

  @Test
  void restoresDocumentsOfEveryDialect() {
    check(
        DialectName.OPENAI_CHAT,
        "{\"messages\":[{\"role\":\"user\",\"content\":\"ann@x.org\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"to @\",\"tool_calls\":[{\"function\":{\"name\":\"@\",\"arguments\":\"{\\\"to\\\":\\\"@\\\"}\"}}]}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"to !\",\"tool_calls\":[{\"function\":{\"name\":\"@\",\"arguments\":\"{\\\"to\\\":\\\"!\\\"}\"}}]}}]}");
    check(
        DialectName.ANTHROPIC,
        "{\"messages\":[{\"role\":\"user\",\"content\":\"ann@x.org\"}]}",
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"@\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"to @\"},{\"type\":\"tool_use\",\"input\":{\"to\":\"@\"}}]}",
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"@\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"to !\"},{\"type\":\"tool_use\",\"input\":{\"to\":\"!\"}}]}");
    check(
        DialectName.OPENAI_RESPONSES,
        "{\"input\":\"ann@x.org\"}",
        "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"to @\"}]},{\"type\":\"function_call\",\"arguments\":\"{\\\"to\\\":\\\"@\\\"}\"}]}",
        "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"to !\"}]},{\"type\":\"function_call\",\"arguments\":\"{\\\"to\\\":\\\"!\\\"}\"}]}");
    check(
        DialectName.GEMINI,
        "{\"contents\":[{\"parts\":[{\"text\":\"ann@x.org\"}]}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"to @\"},{\"functionCall\":{\"name\":\"t\",\"args\":{\"to\":\"@\"}}}]}}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"to !\"},{\"functionCall\":{\"name\":\"t\",\"args\":{\"to\":\"!\"}}}]}}]}");
  }

  private static void check(DialectName dialect, String request, String answer, String expected) {
    String placeholder = "<EMAIL_ADDRESS_1>";
    var masked = Emails.changed(dialect, request);
    assertThat(UTF_8.decode(masked.body().duplicate()).toString()).contains(placeholder);
    byte[] bytes = answer.replace("@", placeholder).getBytes(UTF_8);

    assertThat(UTF_8.decode(masked.restoring().document(bytes, bytes.length)).toString())
        .isEqualTo(expected.replace("@", placeholder).replace("!", "ann@x.org"));
  }
}
