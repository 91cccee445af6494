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

final class ChargeTest {

  private static final long INPUT = 20;
  private static final Charge.Bounds ANY = new Charge.Bounds(Long.MAX_VALUE, Long.MAX_VALUE);

  /** A model that thinks a thousand tokens unseen, and whose text is estimated right. */
  private static final Learned.Estimates THINKS = estimates();

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "CUT", "UPSTREAM_FAILED", "COMPLETED"})
  void chargesWhatTheModelUsuallyThinksUnseenWhereNobodyCounts(Outcome outcome) {
    Charge charge = Charge.of(ended(outcome, 400, Optional.empty()), INPUT, THINKS, ANY);

    assertThat(charge.counts()).isEqualTo(counts(INPUT, 100, 1_000));
    assertThat(charge.source()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void chargesItToWhoHangsUpBeforeTheFirstWord() {
    Charge charge = Charge.of(ended(Outcome.CANCELLED, 0, Optional.empty()), INPUT, THINKS, ANY);

    assertThat(charge.counts()).isEqualTo(counts(INPUT, 0, 1_000));
  }

  @Test
  void chargesNoThinkingOfAnAnswerThatMayNotHaveBegun() {
    Charge charge =
        Charge.of(ended(Outcome.UPSTREAM_FAILED, 0, Optional.empty()), INPUT, THINKS, ANY);

    assertThat(charge.counts()).isEqualTo(counts(INPUT, 0, 0));
  }

  @Test
  void chargesNoMoreThanTheAnswerMayHaveHadAndThanWasReserved() {
    assertThat(cut(new Charge.Bounds(350, 5_000))).isEqualTo(counts(INPUT, 100, 250));
    assertThat(cut(new Charge.Bounds(5_000, 400))).isEqualTo(counts(INPUT, 100, 400));
    assertThat(cut(new Charge.Bounds(50, 5_000))).isEqualTo(counts(INPUT, 100, 0));
    assertThat(cut(new Charge.Bounds(5_000, -10))).isEqualTo(counts(INPUT, 100, 0));
    assertThat(cut(Charge.Bounds.NOTHING)).isEqualTo(counts(INPUT, 100, 0));
  }

  @Test
  void addsItToACountThatWasMadeAtTheBeginning() {
    Charge charge =
        Charge.of(ended(Outcome.CANCELLED, 400, Optional.of(counts(17, 1, 0))), INPUT, THINKS, ANY);

    assertThat(charge.counts()).isEqualTo(counts(17, 100, 1_000));
    assertThat(charge.source()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void takesTheProvidersOwnCountOfThinking() {
    Charge counted =
        Charge.of(
            ended(Outcome.CANCELLED, 400, Optional.of(counts(17, 100, 700))), INPUT, THINKS, ANY);
    Charge whole =
        Charge.of(
            ended(Outcome.COMPLETED, 400, Optional.of(counts(17, 90, 0))), INPUT, THINKS, ANY);

    assertThat(counted.counts()).isEqualTo(counts(17, 100, 700));
    assertThat(counted.source()).isEqualTo(UsageSource.PROVIDER);
    assertThat(whole.counts()).isEqualTo(counts(17, 90, 0));
    assertThat(whole.source()).isEqualTo(UsageSource.PROVIDER);
  }

  private static TokenCounts cut(Charge.Bounds bounds) {
    return Charge.of(ended(Outcome.CUT, 400, Optional.empty()), INPUT, THINKS, bounds).counts();
  }

  private static Ending ended(Outcome outcome, long characters, Optional<TokenCounts> counts) {
    return new Ending(
        outcome, 200, "", true, new AnswerFacts("m", "", "", counts, characters, false));
  }

  private static TokenCounts counts(long input, long output, long reasoning) {
    return new TokenCounts(input, 0, 0, output, reasoning, 0, 0);
  }

  private static Learned.Estimates estimates() {
    Learned learned = new Learned();
    learned.note("m", counts(INPUT, 100, 1_000), INPUT, 100);
    return learned.estimates("m");
  }
}
