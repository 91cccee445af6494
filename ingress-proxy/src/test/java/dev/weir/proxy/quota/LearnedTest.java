package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.usage.TokenCounts;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LearnedTest {

  private static final String MODEL = "m";

  private final Learned learned = new Learned();

  @Test
  void takesEstimatesAsTheyAreWhereNothingIsKnown() {
    assertThat(learned.estimates(MODEL).input(100)).isEqualTo(100);
    assertThat(learned.estimates(MODEL).output(100)).isEqualTo(100);
    assertThat(learned.unread(MODEL)).isEmpty();
    assertThat(learned.estimates(MODEL).unread()).isEmpty();
  }

  @Test
  void chargesByWhatIsUsualAndReservesByTheHighest() {
    for (int i = 0; i < 200; i++) {
      long counted = i % 10 == 0 ? 300 : 100;
      learned.note(MODEL, TokenCounts.of(counted, counted), 100, 100, true);
    }

    assertThat(learned.estimates(MODEL).input(1_000))
        .isCloseTo(1_200, Percentage.withPercentage(5));
    assertThat(learned.estimates(MODEL).output(1_000))
        .isCloseTo(1_200, Percentage.withPercentage(5));
    assertThat(learned.input(MODEL, 1_000)).isBetween(2_700L, 3_000L);
    assertThat(learned.output(MODEL, 1_000)).isBetween(2_700L, 3_000L);
  }

  @Test
  void chargesLessThanTheEstimateWhereThatIsUsuallyTooMuch() {
    learned.note(MODEL, TokenCounts.of(50, 80), 100, 100, true);

    assertThat(learned.estimates(MODEL).input(100)).isEqualTo(50);
    assertThat(learned.estimates(MODEL).output(100)).isEqualTo(80);
    assertThat(learned.input(MODEL, 100)).as("no less is reserved").isGreaterThanOrEqualTo(100);
  }

  @Test
  void tellsHiddenReasoningFromWhatIsRead() {
    learned.note(MODEL, answer(120, 4_000), 10, 100, true);

    assertThat(learned.unread(MODEL)).hasValue(4_000);
    assertThat(learned.estimates(MODEL).output(100)).isEqualTo(120);
    assertThat(learned.output(MODEL, 100)).isEqualTo(120);
  }

  @Test
  void takesWhatIsSpokenForPartOfTheAnswer() {
    learned.note(
        MODEL,
        new TokenCounts(0, 0, 0, 0, 0, 75, 0, new TokenCounts.Parts(0, 0, 55, 0)),
        20,
        11,
        true);

    assertThat(learned.estimates(MODEL).output(11)).isEqualTo(55);
    assertThat(learned.estimates(MODEL).input(20)).isEqualTo(20);
  }

  @Test
  void takesReasoningThatIsReadForText() {
    learned.note(MODEL, answer(100, 900), 10, 1_000, true);

    assertThat(learned.unread(MODEL)).hasValue(0);
    assertThat(learned.estimates(MODEL).output(1_000)).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void comesCloseToTheNinetiethPercentileOfAnswers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      learned.note(MODEL, TokenCounts.of(10, 1 + random.nextInt(1_000)), 10, 10, true);
    }

    assertThat(learned.usualAnswer(MODEL)).isBetween(750L, 1_050L);
    assertThat(learned.answer(MODEL)).isBetween(800L, 1_000L);
  }

  private static TokenCounts answer(long output, long reasoning) {
    return new TokenCounts(10, 0, 0, output, reasoning, 0, 0, TokenCounts.NONE.parts());
  }
}
