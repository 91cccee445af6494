package dev.weir.governance.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a proxy says of its spending, before the log shows it. */
final class EscrowAccountTest {

  private static final EscrowTerms TERMS = EscrowTerms.DEFAULT;

  private final Set<String> closed = new HashSet<>();
  private final EscrowAccount account =
      new EscrowAccount(
          EscrowState.NEW, 1_000, CreditKind.BUDGET, TERMS, (start, _) -> closed.contains(start));

  @Test
  void givesNobodyWhatAProxySaysItHasSpentBeyondItsCredit() {
    account.demanded("a:1", asking(1, 400), 0);
    account.demanded("a:1", spent(2, 900), 10);
    assertThat(account.free()).isEqualTo(100);

    account.demanded("b:1", asking(1, 300), 20);

    assertThat(Objects.requireNonNull(account.state().holders().get("b:1")).granted()).isZero();
  }

  @Test
  void countsOnceWhatAProxySaidAndTheLogThenShows() {
    account.demanded("a:1", asking(1, 400), 0);
    account.demanded("a:1", spent(2, 900), 10);

    account.spent("a:1", 900, 20);

    assertThat(account.spent()).isEqualTo(900);
    assertThat(account.free()).isEqualTo(100);
    assertThat(account.overspent()).isEqualTo(500);
  }

  @Test
  void takesAProxyThatNeverCameBackToHaveSpentWhatTheLogShows() {
    account.demanded("a:1", asking(1, 400), 0);
    account.demanded("a:1", spent(2, 900), 10);
    account.spent("a:1", 300, 20);

    account.sweep(Duration.ofHours(7).toMillis());

    assertThat(account.free()).isEqualTo(700);
    assertThat(Objects.requireNonNull(account.changes().get("a:1")).map(CreditGrant::revoked))
        .isEqualTo(Optional.of(100L));
    account.sweep(Duration.ofHours(8).toMillis());
    assertThat(account.changes()).isEmpty();
  }

  @Test
  void holdsWhatADeadProxyHadUntilItsExchangesAreClosedHoweverLongThatTakes() {
    account.demanded("a:1", asking(1, 400), 0);
    account.proven("a:1", 10);

    account.sweep(Duration.ofHours(5).toMillis());
    assertThat(account.free()).isEqualTo(600);

    account.spent("a:1", 150, Duration.ofHours(5).toMillis());
    closed.add("a:1");
    account.sweep(Duration.ofHours(5).toMillis());
    assertThat(account.free()).isEqualTo(850);
  }

  @Test
  void givesNothingBackWhileALeaseLastsOrRecordsAreMissing() {
    closed.add("a:1");
    account.demanded("a:1", asking(1, 400), 0);

    account.sweep(Duration.ofHours(5).toMillis());
    assertThat(account.free()).isEqualTo(600);

    account.demanded("a:1", asking(2, 400), Duration.ofHours(5).toMillis());
    account.proven("a:1", Duration.ofHours(5).toMillis());
    account.sweep(Duration.ofHours(5).plusSeconds(30).toMillis());
    assertThat(account.free()).isEqualTo(600);
  }

  private static CreditDemand asking(long number, long amount) {
    return new CreditDemand(number, 0, 0, 0, amount, amount, 0, 0, 0, 0);
  }

  private static CreditDemand spent(long number, long amount) {
    return new CreditDemand(number, amount, 0, 0, 0, 0, 0, 0, 0, amount - 400);
  }
}
