package dev.weir.governance.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.escrow.CreditGrant.Answer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LocalCreditTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LocalCredit credit = new LocalCredit(EscrowTerms.DEFAULT, CreditKind.BUDGET);
  private long nanos = SECOND;
  private long number;
  private long granted;

  @Test
  void asksNoMoreForAWhileWhereItGotLessThanItWishedFor() {
    credit.noteAsked(1_000, nanos);
    assertThat(demand()).isPresent();

    grant(100);

    assertThat(demand()).isEmpty();
    nanos += SECOND / 2;
    assertThat(demand()).isPresent();
  }

  @Test
  void asksAtOnceForWhoWaits() {
    credit.noteAsked(1_000, nanos);
    assertThat(demand()).isPresent();
    grant(100);

    assertThat(credit.demand(++number, 500, 500, 0, nanos))
        .hasValueSatisfying(it -> assertThat(it.needed()).isEqualTo(500));
  }

  @Test
  void isQuietWhenAllIsGivenBackAndHeardOf() {
    assertThat(credit.isQuiet(nanos)).isTrue();
    credit.noteAsked(1_000, nanos);
    assertThat(credit.isQuiet(nanos)).isFalse();
    assertThat(demand()).isPresent();
    grant(1_000);
    assertThat(credit.isQuiet(nanos)).isFalse();

    nanos += 60 * SECOND;
    Optional<CreditDemand> last = demand();

    assertThat(last).hasValueSatisfying(it -> assertThat(it.returned()).isEqualTo(1_000));
    assertThat(credit.isQuiet(nanos)).isFalse();
    grant(1_000);
    assertThat(credit.isQuiet(nanos)).isTrue();
  }

  @Test
  void asksForWhatThoseWhoWaitHopeForHoweverLongItTakes() {
    credit.noteAsked(100, nanos);
    nanos += 10 * SECOND;

    assertThat(credit.demand(++number, 100, 100, 5_000, nanos))
        .hasValueSatisfying(it -> {
          assertThat(it.needed()).isEqualTo(100);
          assertThat(it.wanted()).isGreaterThanOrEqualTo(5_100);
        });
  }

  @Test
  void keepsWhatIsHopedForInItsBalanceUntilSomebodyNeedsIt() {
    credit.noteAsked(1_000, nanos);
    assertThat(demand()).isPresent();
    grant(1_000);

    Hope first = credit.hope(400, nanos).orElseThrow();
    Hope second = credit.hope(400, nanos).orElseThrow();
    assertThat(credit.hope(400, nanos)).isEmpty();
    assertThat(credit.balance()).isEqualTo(1_000);

    assertThat(credit.reserve(500, nanos)).isTrue();
    assertThat(credit.isThere(first, nanos)).isTrue();
    assertThat(credit.isThere(second, nanos)).as("the newest goes first").isFalse();
    credit.confirm(first, 300);
    assertThat(credit.held()).isEqualTo(800);
    assertThat(first.amount()).isEqualTo(100);
  }

  @Test
  void givesBackWhatIsHopedForWhereCreditIsScarce() {
    credit.noteAsked(1_000, nanos);
    assertThat(demand()).isPresent();
    grant(1_000);
    Hope hope = credit.hope(600, nanos).orElseThrow();

    credit.granted(new CreditGrant(1_000, 0, number, Answer.GRANTED, 10_000, 1, true), nanos);

    assertThat(demand())
        .hasValueSatisfying(it -> {
          assertThat(it.held()).isZero();
          assertThat(it.returned()).isEqualTo(1_000);
        });
    assertThat(credit.isThere(hope, nanos)).isFalse();
    assertThat(credit.hope(1, nanos)).isEmpty();
  }

  @Test
  void lastsAboutAsLongAsALeaseWithoutTheGrantorWhereMuchIsLeft() {
    spendForTwoMinutes(10_000_000);

    int seconds = 0;
    while (credit.reserve(100, nanos)) {
      seconds++;
      credit.settle(100, 100);
      nanos += SECOND;
    }

    assertThat(seconds).isBetween(14, 30);
  }

  @Test
  void keepsLittleInStoreWhereLittleIsLeft() {
    int demands = spendForTwoMinutes(10_000);

    assertThat(credit.balance()).isLessThan(600);
    assertThat(demands).isGreaterThan(30);
  }

  @Test
  void asksSeldomWhereMuchIsLeft() {
    assertThat(spendForTwoMinutes(10_000_000)).isLessThan(30);
  }

  /** A hundred each second, with a grantor that gives all that is wished for. */
  private int spendForTwoMinutes(long left) {
    int demands = 0;
    for (int second = 0; second < 120; second++) {
      credit.noteAsked(100, nanos);
      Optional<CreditDemand> demand = credit.demand(++number, 100, 100, 0, nanos);
      demands += demand.isPresent() ? 1 : 0;
      demand.ifPresent(it -> grant(Math.max(it.needed(), Math.max(granted, it.wanted())), left));
      assertThat(credit.reserve(100, nanos)).isTrue();
      credit.settle(100, 100);
      nanos += SECOND;
    }
    return demands;
  }

  private Optional<CreditDemand> demand() {
    return credit.demand(++number, 0, 0, 0, nanos);
  }

  private void grant(long granted) {
    grant(granted, 10_000);
  }

  private void grant(long granted, long left) {
    this.granted = granted;
    credit.granted(new CreditGrant(granted, 0, number, Answer.GRANTED, left, 0, false), nanos);
  }
}
