package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.quota.Outage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a limit lets through while its grantor says nothing. */
final class SilentGrantorTest extends GateCase {

  @Test
  void refusesByDefaultWhenTheGrantorIsSilent() {
    limits(tokens(1_000));
    AtomicReference<Asked> told = new AtomicReference<>();
    ask(10, told);
    silence();

    assertThat(told.get())
        .isInstanceOfSatisfying(
            Asked.Unknown.class, it -> assertThat(it.limit().id()).isEqualTo("all"));
    assertThat(ask(10, told)).isInstanceOf(Asked.Unknown.class);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void goesOnWithoutCreditWhereThePolicyIsOpen() {
    limits(tokens(1_000, Outage.OPEN));
    AtomicReference<Asked> told = new AtomicReference<>();
    ask(10, told);
    silence();

    assertThat(told.get()).isInstanceOf(Asked.Granted.class);
    assertThat(ask(900, told)).isInstanceOf(Asked.Granted.class);
    assertThat(ask(900, told)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void goesOnAtTheSafeRateAndNoFaster() {
    limits(tokens(100_000, Outage.safeRate(100)));
    AtomicReference<Asked> told = new AtomicReference<>();
    ask(60, told);
    silence();
    assertThat(told.get()).isInstanceOf(Asked.Granted.class);

    assertThat(ask(60, told)).isInstanceOf(Asked.Unknown.class);
    nanos += Duration.ofMillis(200).toNanos();
    assertThat(ask(60, told)).isInstanceOf(Asked.Granted.class);
    nanos += Duration.ofSeconds(60).toNanos();
    assertThat(ask(100, told)).isInstanceOf(Asked.Granted.class);
    assertThat(ask(1, told)).isInstanceOf(Asked.Unknown.class);
  }

  @Test
  void spendsWhatItHoldsForAsLongAsItsLeaseWhenTheGrantorFallsSilent() {
    limits(tokens(1_000_000));
    settle(granted(1_000), 0);
    nanos += EscrowTerms.DEFAULT.lease().minusSeconds(1).toNanos();
    gate.release(((Asked.Granted) ask(100, new AtomicReference<>())).hold());

    nanos += Duration.ofSeconds(2).toNanos();

    assertThat(ask(100, new AtomicReference<>())).isInstanceOf(Asked.Waits.class);
  }
}
