package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.golden.Translation.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is to be thought, where fields of other makers stand beside or say it. */
final class ReasoningInOtherWordsTest {

  private static Written asking(String members, DialectName to, String model) {
    return Translation.request(
        OPENAI_CHAT,
        to,
        model,
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + members + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"extra_body\":{}",
        "\"thinking\":{}",
        "\"reasoning\":{}",
        "\"thinking\":{\"type\":\"disabled\"}"
      })
  void losesNoEffortToAFieldThatIsNotRead(String beside) {
    Written chat = asking("\"reasoning_effort\":\"high\"," + beside, OPENAI_CHAT, "other");

    assertThat(chat.at("/reasoning_effort").asText()).isEqualTo("high");
    assertThat(chat.dropped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"extra_body", "thinking"})
  void losesNoEffortOfResponsesToAFieldThatHasAName(String beside) {
    Written chat =
        Translation.request(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "gpt-5",
            "{\"model\":\"gpt-5\",\"input\":\"hi\",\"reasoning\":{\"effort\":\"high\"},\""
                + beside
                + "\":{}}");

    assertThat(chat.at("/reasoning_effort").asText()).isEqualTo("high");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"reasoning\":{\"effort\":\"high\",\"max_tokens\":3000,\"foo\":1}|3000|reasoning.foo",
        "\"reasoning\":{\"effort\":\"low\",\"max_tokens\":3000}|2048|",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000,\"display\":\"omitted\","
            + "\"keep\":\"all\"}|2000|thinking.keep",
        "\"extra_body\":{\"google\":{\"thinking_config\":{\"thinking_level\":\"low\","
            + "\"thinking_budget\":9000,\"foo\":1}}}|2048"
            + "|extra_body.google.thinking_config.thinking_budget"
            + " extra_body.google.thinking_config.foo",
        "\"extra_body\":{\"a\":1,\"google\":{\"b\":1,\"thinking_config\":"
            + "{\"thinking_budget\":2000}}}|2000|extra_body.a extra_body.google.b",
      })
  void namesTheMembersThatItDoesNotRead(String members, long budget, String dropped) {
    Written gemini = asking(members, GEMINI, "gemini-2.5-flash");
    Written chat = asking(members, OPENAI_CHAT, "other");

    assertThat(gemini.at("/generationConfig/thinkingConfig/thinkingBudget").asLong())
        .isEqualTo(budget);
    assertThat(gemini.dropped())
        .containsExactlyElementsOf(dropped == null ? List.of() : List.of(dropped.split(" ")));
    assertThat(chat.dropped()).isEmpty();
    assertThat(chat.body().has("reasoning_effort")).isFalse();
  }

  @Test
  void showsNoThoughtsThatAreToBeOmitted() {
    Written gemini =
        asking(
            "\"thinking\":{\"type\":\"enabled\",\"display\":\"omitted\"}",
            GEMINI,
            "gemini-2.5-flash");
    Written claude =
        asking(
            "\"max_tokens\":9000,\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}",
            ANTHROPIC,
            "claude-opus-4-6");

    assertThat(gemini.at("/generationConfig/thinkingConfig/includeThoughts").asBoolean(true))
        .isFalse();
    assertThat(claude.dropped()).isEmpty();
  }
}
