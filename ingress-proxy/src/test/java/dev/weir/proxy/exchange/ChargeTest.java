package dev.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.proxy.quota.Learned;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.UsageSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be hidden beside what is charged, and how that is marked. */
final class ChargeTest {

  private static final Optional<TokenCounts> UNCOUNTED = Optional.empty();

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "CUT", "UPSTREAM_FAILED"})
  void mayHideReasoningWhereAnAnswerEndsUncounted(Outcome outcome) {
    assertThat(Charge.mayHide(ended(outcome, "", 400, UNCOUNTED))).isTrue();
    assertThat(Charge.mayHide(ended(outcome, "stop", 400, UNCOUNTED))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "REFUSED", "UPSTREAM_ERROR"})
  void hidesNothingWhereItEndsOtherwise(Outcome outcome) {
    assertThat(Charge.mayHide(ended(outcome, "", 400, UNCOUNTED))).isFalse();
  }

  @Test
  void hidesNothingOfAnAnswerThatFailedBeforeItsFirstWordOrThatNobodyTook() {
    assertThat(Charge.mayHide(ended(Outcome.UPSTREAM_FAILED, "", 0, UNCOUNTED))).isFalse();
    assertThat(Charge.mayHide(ended(Outcome.CANCELLED, "", 0, UNCOUNTED))).isTrue();
    assertThat(Charge.mayHide(new Ending(Outcome.CANCELLED, 0, "", false, AnswerFacts.NOTHING)))
        .isFalse();
  }

  @Test
  void takesTheProvidersCountWhereItHasOneOfTheEndOrOfReasoning() {
    assertThat(Charge.mayHide(ended(Outcome.CANCELLED, "stop", 400, Optional.of(counts(100, 0)))))
        .isFalse();
    assertThat(Charge.mayHide(ended(Outcome.CUT, "", 400, Optional.of(counts(100, 70))))).isFalse();
    assertThat(Charge.mayHide(ended(Outcome.CUT, "", 400, Optional.of(counts(1, 0)))))
        .as("counted at its beginning")
        .isTrue();
  }

  @Test
  void marksWhatHasAGuessInItAsEstimated() {
    Charge counted =
        Charge.of(
            ended(Outcome.CUT, "", 0, Optional.of(counts(1, 0))),
            20,
            Learned.Estimates.AS_THEY_ARE);
    assertThat(counted.source()).isEqualTo(UsageSource.PROVIDER);
    assertThat(counted.hiding(0)).isEqualTo(counted);

    Charge hiding = counted.hiding(300);

    assertThat(hiding.counts()).isEqualTo(counts(1, 300));
    assertThat(hiding.source()).isEqualTo(UsageSource.ESTIMATED);
  }

  private static Ending ended(
      Outcome outcome, String finish, long characters, Optional<TokenCounts> counts) {
    return new Ending(
        outcome, 200, "", true, new AnswerFacts("m", "", finish, counts, characters, false));
  }

  private static TokenCounts counts(long output, long reasoning) {
    return new TokenCounts(17, 0, 0, output, reasoning, 0, 0);
  }
}
