package dev.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HiddenReasoningTest {

  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  @ParameterizedTest
  @CsvSource({
    "gpt-5.5, MEDIUM, 8192",
    "gpt-5.5, LOW, 2048",
    "gpt-5.5, MAX, 32768",
    "gpt-5.5, NONE, 0",
    "gpt-5.5, , 8192",
    "o3, , 8192",
    "gpt-5.2, , 0",
    "gpt-5.2, HIGH, 16384",
    "gpt-4o, HIGH, 0",
    "llama-4, HIGH, 0"
  })
  void isGuessedFromTheEffortOfAModelThatReasonsByItsName(
      String model, Effort effort, long tokens) {
    Reasoning asked =
        new Reasoning(Optional.ofNullable(effort), OptionalLong.empty(), Optional.empty());

    assertThat(HiddenReasoning.of(asked, new ModelRoute("m", "p", model), UNKNOWN))
        .isEqualTo(tokens);
  }

  @Test
  void isTheBudgetThatTheRequestNames() {
    assertThat(HiddenReasoning.of(budget(5_000), reasoning("claude-opus-4-1"), UNKNOWN))
        .isEqualTo(5_000);
    assertThat(HiddenReasoning.of(budget(200), reasoning("claude-opus-4-1"), UNKNOWN))
        .isEqualTo(200);
    assertThat(HiddenReasoning.of(budget(0), reasoning("gemini-2.5-flash"), UNKNOWN)).isZero();
    assertThat(HiddenReasoning.of(budget(-1), reasoning("gemini-2.5-flash"), UNKNOWN))
        .as("as the model likes")
        .isEqualTo(8_192);
    assertThat(HiddenReasoning.of(budget(1_000_000), reasoning("claude-opus-4-1"), UNKNOWN))
        .isEqualTo(32_768);
  }

  @Test
  void isNothingOfAClaudeThatIsNotAskedToThinkAndDoesNotByItself() {
    assertThat(HiddenReasoning.of(Reasoning.UNSAID, reasoning("claude-opus-4-1"), UNKNOWN))
        .isZero();
    assertThat(HiddenReasoning.of(Reasoning.UNSAID, reasoning("claude-opus-5"), UNKNOWN))
        .isEqualTo(8_192);
    assertThat(HiddenReasoning.of(Reasoning.UNSAID, reasoning("deepseek-r2"), UNKNOWN))
        .isEqualTo(8_192);
  }

  @Test
  void isNothingOfAModelThatCannotAsThePolicyOrTheCatalogueSays() {
    ModelTraits traits =
        new ModelTraits(OptionalLong.empty(), OptionalLong.empty(), Optional.of(Set.of()));

    assertThat(HiddenReasoning.of(budget(5_000), route("gpt-5.5", traits), UNKNOWN)).isZero();
  }

  @Test
  void isNoMoreThanTheModelCanAnswer() {
    ModelTraits traits =
        new ModelTraits(
            OptionalLong.empty(),
            OptionalLong.of(4_000),
            Optional.of(Set.of(Capability.REASONING)));

    assertThat(HiddenReasoning.of(Reasoning.UNSAID, route("gpt-5.5", traits), UNKNOWN))
        .isEqualTo(4_000);
  }

  @Test
  void isWhatWasLearnedWhereAnythingWas() {
    ModelRoute model = new ModelRoute("m", "p", "gpt-5.5");

    assertThat(HiddenReasoning.of(Reasoning.UNSAID, model, OptionalLong.of(700))).isEqualTo(700);
    assertThat(HiddenReasoning.of(Reasoning.UNSAID, model, OptionalLong.of(0))).isZero();
    assertThat(HiddenReasoning.of(budget(0), model, OptionalLong.of(700))).isZero();
  }

  private static Reasoning budget(long tokens) {
    return new Reasoning(Optional.empty(), OptionalLong.of(tokens), Optional.empty());
  }

  private static ModelRoute reasoning(String model) {
    return route(
        model,
        new ModelTraits(
            OptionalLong.empty(), OptionalLong.empty(), Optional.of(Set.of(Capability.REASONING))));
  }

  private static ModelRoute route(String model, ModelTraits traits) {
    return new ModelRoute("m", "p", model, traits, OptionalLong.empty());
  }
}
