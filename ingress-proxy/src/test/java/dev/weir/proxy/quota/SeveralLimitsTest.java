package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Dimension;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Limits of runs, of the organisation, and such as leave the policy while their credit is out. */
final class SeveralLimitsTest extends GateCase {

  @Test
  void givesEachRunOfAnAgentABudgetOfItsOwn() {
    limits(limit("run", LimitUnit.TOKENS, 100, List.of(Dimension.AGENT_RUN), Outage.CLOSED));

    assertThat(answer(subject("a"), 100)).isInstanceOf(Asked.Granted.class);
    assertThat(answer(subject("a"), 1)).isInstanceOf(Asked.Spent.class);
    assertThat(answer(subject("b"), 100)).isInstanceOf(Asked.Granted.class);
    assertThat(answer(100_000)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void refusesWhoWouldNeedOneAccountTooMany() {
    limits(
        new Limit(
            "run",
            new LimitScope(Optional.of(SEARCH), Map.of(), List.of(Dimension.AGENT_RUN)),
            LimitUnit.TOKENS,
            TOTAL,
            100,
            LimitMode.SOFT,
            Outage.CLOSED));
    for (int i = 0; i < Ledger.ACCOUNTS_MAX; i++) {
      assertThat(ask(subject("r" + i), 1, new AtomicReference<>()))
          .isInstanceOf(Asked.Granted.class);
    }

    assertThat(ask(subject("more"), 1, new AtomicReference<>()))
        .isInstanceOfSatisfying(
            Asked.Crowded.class, it -> assertThat(it.limit().id()).isEqualTo("run"));
    assertThat(gate.accountsMost()).isEqualTo(Ledger.ACCOUNTS_MAX);
    assertThat(gate.crowded()).isEqualTo(1);
    assertThat(ask(subject("r0"), 1, new AtomicReference<>())).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void holdsATeamToTheLimitOfTheOrganisation() {
    own = List.of(tokens(1_000));
    common =
        List.of(
            new Limit(
                "org",
                new LimitScope(Optional.empty(), Map.of(), List.of()),
                LimitUnit.TOKENS,
                TOTAL,
                600,
                LimitMode.HARD,
                Outage.CLOSED));
    restart();

    assertThat(answer(500)).isInstanceOf(Asked.Granted.class);

    assertThat(answer(200))
        .isInstanceOfSatisfying(
            Asked.Spent.class,
            it -> assertThat(it.decision().spent().limit().id()).isEqualTo("org"));
  }

  @Test
  void letsAStreamGoOnWhoseLimitIsTakenOutOfThePolicyWhileItWaits() {
    limits(tokens(1_000));
    Hold hold = granted(1_000);
    AtomicReference<Asked> told = new AtomicReference<>();
    assertThat(gate.topUp(hold, Cost.ofTokens(500).ofPart(), told::set))
        .isInstanceOf(Asked.Waits.class);

    gate.follow(_ -> false);
    gate.expire();

    gate.absorb(hold, granted(Objects.requireNonNull(told.get())));
    assertThat(hold.reserved().tokens()).isEqualTo(1_500);
    assertThat(gate.waiting()).isZero();
    assertThat(gate.topUp(hold, Cost.ofTokens(500).ofPart(), told::set))
        .isInstanceOf(Asked.Granted.class);
  }

  @Test
  void keepsAStreamToTheLimitsThatAreLeftWhereOneIsTakenOut() {
    Limit gone = limit("gone", LimitUnit.TOKENS, 100_000, List.of(), Outage.CLOSED);
    limits(tokens(1_000), gone);
    Hold hold = granted(1_000);
    AtomicReference<Asked> told = new AtomicReference<>();
    gate.topUp(hold, Cost.ofTokens(500).ofPart(), told::set);

    gate.follow(account -> !account.limitId().equals("gone"));
    gate.expire();
    assertThat(told.get()).isNull();
    serve();

    assertThat(told.get())
        .isInstanceOfSatisfying(
            Asked.Spent.class,
            it -> assertThat(it.decision().spent().limit().id()).isEqualTo("all"));
  }

  @Test
  void countsWhatWasSpentWhileItsLimitWasOutOfThePolicy() {
    limits(tokens(1_000));
    Hold hold = granted(300);
    gate.follow(_ -> false);
    gate.absorb(hold, granted(topUp(hold, 600)));
    settle(hold, 900);

    gate.follow(_ -> true);

    assertThat(answer(101)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(answer(100)).isInstanceOf(Asked.Granted.class);
  }
}
