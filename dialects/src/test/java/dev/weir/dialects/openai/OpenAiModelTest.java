package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.openai.OpenAiModel.Kind;
import java.util.Optional;
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
    "gpt-5.1-chat-latest, PLAIN",
    "o1, O_SERIES",
    "o3-mini, O_SERIES",
    "o1-mini, O_SERIES",
    "o365-copilot, UNKNOWN",
    "o3x, UNKNOWN",
    "openai/o4-mini, O_SERIES",
    "gpt-5, GPT_5",
    "gpt-5-mini-2025-08-07, GPT_5",
    "GPT-5-nano, GPT_5",
    "gpt-5.1, GPT_5_1",
    "gpt-5.2-pro, GPT_5_1",
    "gpt-50, UNKNOWN",
    "my-deployment, UNKNOWN",
    "claude-opus-4-1, UNKNOWN",
    "'', UNKNOWN"
  })
  void isKnownByItsName(String name, Kind kind) {
    assertThat(OpenAiModel.of(name).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "o3, NONE, ",
    "o3, MINIMAL, LOW",
    "o3, MAX, HIGH",
    "gpt-5, NONE, MINIMAL",
    "gpt-5, MINIMAL, MINIMAL",
    "gpt-5, XHIGH, HIGH",
    "gpt-5.1, NONE, NONE",
    "gpt-5.1, MINIMAL, LOW",
    "gpt-4o, HIGH, ",
    "gpt-4o, NONE, ",
    "other, MINIMAL, MINIMAL"
  })
  void takesTheNearestEffort(String name, Effort asked, Effort taken) {
    assertThat(OpenAiModel.of(name).nearest(asked)).isEqualTo(Optional.ofNullable(taken));
  }

  @Test
  void missesAnEffortWhereItWouldHaveChangedSomething() {
    assertThat(OpenAiModel.of("gpt-4o").misses(Effort.HIGH)).isTrue();
    assertThat(OpenAiModel.of("gpt-4o").misses(Effort.NONE)).isFalse();
    assertThat(OpenAiModel.of("o3").misses(Effort.NONE)).isTrue();
    assertThat(OpenAiModel.of("gpt-5").misses(Effort.NONE)).isFalse();
  }

  @Test
  void samplesWhereItDoesNotReason() {
    assertThat(OpenAiModel.of("gpt-4o").samples(Optional.of(Effort.HIGH))).isTrue();
    assertThat(OpenAiModel.of("gpt-5").samples(Optional.empty())).isFalse();
    assertThat(OpenAiModel.of("gpt-5.2").samples(Optional.empty())).isTrue();
    assertThat(OpenAiModel.of("gpt-5.2").samples(Optional.of(Effort.LOW))).isFalse();
  }
}
