package dev.weir.governance.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a proxy says of its spending, before the log shows it. */
final class EscrowAccountTest {

  private static final EscrowTerms TERMS = EscrowTerms.DEFAULT;

  private final EscrowAccount account =
      new EscrowAccount(EscrowState.NEW, 1_000, CreditKind.BUDGET, TERMS);

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

  private static CreditDemand asking(long number, long amount) {
    return new CreditDemand(number, 0, 0, 0, amount, amount, 0, 0, 0, 0);
  }

  private static CreditDemand spent(long number, long amount) {
    return new CreditDemand(number, amount, 0, 0, 0, 0, 0, 0, 0, amount - 400);
  }
}
