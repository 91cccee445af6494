package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.openai.OpenAiModel.Chat;
import dev.weir.dialects.openai.OpenAiModel.Kind;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenAiModelTest {

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, PLAIN",
    "gpt-4.1-mini-2025-04-14, PLAIN",
    "gpt-3.5-turbo, PLAIN",
    "ft:gpt-4o-mini:acme::1, PLAIN",
    "chatgpt-4o-latest, PLAIN",
    "gpt-5-chat-latest, PLAIN",
    "gpt-35-turbo, PLAIN",
    "gpt-5.1-chat-latest, REASONING",
    "o1, REASONING",
    "o3-mini, REASONING",
    "o1-mini, REASONING",
    "o365-copilot, UNKNOWN",
    "o3x, UNKNOWN",
    "openai/o4-mini, REASONING",
    "gpt-5, REASONING",
    "gpt-5-mini-2025-08-07, REASONING",
    "GPT-5-nano, REASONING",
    "gpt-5.1, REASONING",
    "gpt-5.2-pro, REASONING",
    "gpt-6-luna, REASONING",
    "codex-mini-latest, REASONING",
    "gpt-50, UNKNOWN",
    "gpt-oss-120b, UNKNOWN",
    "gpt-realtime, UNKNOWN",
    "my-deployment, UNKNOWN",
    "claude-opus-4-1, UNKNOWN",
    "'', UNKNOWN"
  })
  void isKnownByItsName(String name, Kind kind) {
    assertThat(OpenAiModel.of(name).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, ''",
    "gpt-5-chat-latest, ''",
    "gpt-5.2-chat-latest, ''",
    "gpt-5-search-api, ''",
    "o1, LOW MEDIUM HIGH",
    "o1-pro, LOW MEDIUM HIGH",
    "o3, LOW MEDIUM HIGH",
    "o4-mini-2025-04-16, LOW MEDIUM HIGH",
    "o3-deep-research, MEDIUM",
    "o4-mini-deep-research, MEDIUM",
    "codex-mini-latest, LOW MEDIUM HIGH",
    "gpt-5, MINIMAL LOW MEDIUM HIGH",
    "gpt-5-2025-08-07, MINIMAL LOW MEDIUM HIGH",
    "gpt-5-mini, MINIMAL LOW MEDIUM HIGH",
    "gpt-5-nano, MINIMAL LOW MEDIUM HIGH",
    "gpt-5-pro-2025-10-06, HIGH",
    "gpt-5-codex, LOW MEDIUM HIGH",
    "gpt-5.1-2025-11-13, NONE LOW MEDIUM HIGH",
    "gpt-5.1-codex, LOW MEDIUM HIGH",
    "gpt-5.1-codex-mini, LOW MEDIUM HIGH",
    "gpt-5.1-codex-max, LOW MEDIUM HIGH XHIGH",
    "gpt-5.2, NONE LOW MEDIUM HIGH XHIGH",
    "gpt-5.2-pro, MEDIUM HIGH XHIGH",
    "gpt-5.2-codex, LOW MEDIUM HIGH XHIGH",
    "gpt-5.4-mini, NONE LOW MEDIUM HIGH XHIGH",
    "gpt-5.5, NONE LOW MEDIUM HIGH XHIGH",
    "gpt-5.5-pro, MEDIUM HIGH XHIGH",
    "gpt-5.6-terra, NONE LOW MEDIUM HIGH XHIGH MAX",
    "gpt-6-luna, NONE LOW MEDIUM HIGH XHIGH MAX",
    "gpt-6-sol, NONE LOW MEDIUM HIGH XHIGH MAX",
    "gpt-6-astra, LOW MEDIUM HIGH XHIGH MAX",
    "gpt-6.1-sol, LOW MEDIUM HIGH XHIGH MAX"
  })
  void takesTheEffortsOfItsGeneration(String name, String efforts) {
    assertThat(OpenAiModel.of(name).efforts().stream().sorted().map(Effort::name))
        .containsExactly(efforts.isEmpty() ? new String[0] : efforts.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "o3, NONE, LOW",
    "o3, MINIMAL, LOW",
    "o3, MAX, HIGH",
    "gpt-5, NONE, MINIMAL",
    "gpt-5, MINIMAL, MINIMAL",
    "gpt-5, XHIGH, HIGH",
    "gpt-5-pro, NONE, HIGH",
    "gpt-5-codex, NONE, LOW",
    "gpt-5.1, NONE, NONE",
    "gpt-5.1, MINIMAL, LOW",
    "gpt-5.1, XHIGH, HIGH",
    "gpt-5.2, MAX, XHIGH",
    "gpt-5.2-pro, LOW, MEDIUM",
    "gpt-6-astra, NONE, LOW",
    "gpt-4o, HIGH, ",
    "gpt-4o, NONE, ",
    "other, MINIMAL, MINIMAL"
  })
  void takesTheNearestEffort(String name, Effort asked, Effort taken) {
    assertThat(OpenAiModel.of(name).nearest(asked)).isEqualTo(Optional.ofNullable(taken));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, HIGH, true",
    "gpt-4o, NONE, false",
    "o3, NONE, true",
    "o3, HIGH, false",
    "gpt-5, NONE, true",
    "gpt-5.1, NONE, false",
    "gpt-5.1, MINIMAL, true",
    "gpt-5.1, XHIGH, true",
    "gpt-5.2-chat-latest, NONE, true",
    "other, MAX, false"
  })
  void missesAnEffortThatItDoesNotTake(String name, Effort asked, boolean missed) {
    Reasoning reasoning = new Reasoning(Optional.of(asked), OptionalLong.empty(), Optional.empty());

    assertThat(OpenAiModel.of(name).misses(reasoning)).isEqualTo(missed);
  }

  @ParameterizedTest
  @CsvSource({"gpt-5.1, 1024, false", "o3, 40000, false", "o3, 0, true", "gpt-4o, 1024, true"})
  void missesNoBudgetThatAnEffortSays(String name, long budget, boolean missed) {
    Reasoning reasoning =
        new Reasoning(Optional.empty(), OptionalLong.of(budget), Optional.empty());

    assertThat(OpenAiModel.of(name).misses(reasoning)).isEqualTo(missed);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, HIGH, true",
    "gpt-5, , false",
    "gpt-5-pro, NONE, false",
    "gpt-5.1, , true",
    "gpt-5.1-codex, NONE, false",
    "gpt-5.2, , true",
    "gpt-5.2, LOW, false",
    "gpt-5.2-pro, , false",
    "gpt-5.2-chat-latest, , false",
    "gpt-5.5, , false",
    "gpt-5.5, NONE, true",
    "gpt-6-astra, NONE, false"
  })
  void samplesWhereItDoesNotReason(String name, Effort effort, boolean samples) {
    assertThat(OpenAiModel.of(name).samples(Optional.ofNullable(effort))).isEqualTo(samples);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.2, HIGH, false",
    "gpt-5.4, , false",
    "gpt-5.4, LOW, true",
    "gpt-5.5, , true",
    "gpt-5.5, NONE, false",
    "gpt-6-astra, NONE, true",
    "gpt-5.4-pro, , true",
    "gpt-5-codex, , true",
    "o3-pro, , true",
    "o3, HIGH, false",
    "other, HIGH, false"
  })
  void refusesInChatToReasonBesideFunctions(String name, Effort effort, boolean refuses) {
    OpenAiModel model = OpenAiModel.of(name);

    assertThat(model.refusesInChat(true, Optional.ofNullable(effort))).isEqualTo(refuses);
    assertThat(model.refusesInChat(false, Optional.ofNullable(effort)))
        .isEqualTo(model.chat() == Chat.NOT);
  }

  @Test
  void takesNothingFromTheNameOfATunedOnesOwner() {
    assertThat(OpenAiModel.of("ft:o4-mini-2025-04-16:acme-pro::AbC"))
        .isEqualTo(OpenAiModel.of("o4-mini"));
    assertThat(OpenAiModel.of("ft:gpt-5-mini:acme-search::x"))
        .isEqualTo(OpenAiModel.of("gpt-5-mini"));
  }
}
