package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who waits for credit, who gets it, and what becomes of what is not used. */
final class QuotaGateTest extends GateCase {

  @Test
  void waitsForCreditAndGoesOnWhenItComes() {
    limits(tokens(1_000));
    AtomicReference<Asked> told = new AtomicReference<>();

    assertThat(ask(400, told)).isInstanceOf(Asked.Waits.class);
    assertThat(told.get()).isNull();
    serve();

    assertThat(told.get()).isInstanceOf(Asked.Granted.class);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void spendsWhatItHoldsWithoutAskingAgain() {
    limits(tokens(100_000));
    Hold first = granted(1_000);
    settle(first, 1_000);

    assertThat(ask(10, new AtomicReference<>())).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void refusesWhenTheGrantorSaysThatAllIsSpent() {
    limits(tokens(1_000));

    Asked answer = answer(1_001);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Asked.Spent.class,
            it -> {
              assertThat(it.decision().spent().limit().id()).isEqualTo("all");
              assertThat(it.decision().spent().credit()).hasValue(0);
            });
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void refusesAtOnceWhatNoGrantorCouldGive() {
    limits(tokens(1_000));

    assertThat(ask(1_001, new AtomicReference<>())).isInstanceOf(Asked.Spent.class);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void asksForAllThatWaitHoweverMuchItIs() {
    limits(tokens(Long.MAX_VALUE));
    for (int i = 0; i < 3; i++) {
      assertThat(ask(Long.MAX_VALUE / 2, new AtomicReference<>())).isInstanceOf(Asked.Waits.class);
    }

    assertThat(gate.demands(now()))
        .singleElement()
        .satisfies(it -> assertThat(it.lines().getFirst().demand().needed()).isPositive());
  }

  @Test
  void restsWhenAllIsSaid() {
    limits(tokens(1_000));
    settle(granted(400), 400);
    for (int second = 0; second < 60; second++) {
      nanos += Duration.ofSeconds(1).toNanos();
      serve();
    }

    assertThat(gate.isIdle()).isTrue();
    assertThat(grantor.free("all")).isEqualTo(600);
    assertThat(answer(600)).isInstanceOf(Asked.Granted.class);
    assertThat(gate.isIdle()).isFalse();
  }

  @Test
  void givesWhatASettledExchangeDidNotUseToTheNext() {
    limits(tokens(1_000));
    Hold first = granted(1_000);
    settle(first, 300);

    assertThat(answer(700)).isInstanceOf(Asked.Granted.class);
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(answer(1)).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void givesBackWhatWasHeldForAnExchangeThatNeverBegan() {
    limits(tokens(1_000));
    gate.release(granted(1_000));

    assertThat(answer(1_000)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void answersWhoWaitsFromWhatAReleasedExchangeGivesBack() {
    limits(tokens(1_000));
    Hold first = granted(1_000);
    AtomicReference<Asked> told = new AtomicReference<>();
    assertThat(ask(500, told)).isInstanceOf(Asked.Waits.class);

    gate.release(first);

    assertThat(told.get()).isInstanceOf(Asked.Granted.class);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void keepsNothingForWhoHasGoneWhileItWaited() {
    limits(tokens(1_000));
    AtomicReference<Asked> told = new AtomicReference<>();
    Asked.Waits waits = (Asked.Waits) ask(900, told);

    gate.forget(waits.waiter());
    gate.forget(waits.waiter());
    serve();

    assertThat(told.get()).isNull();
    assertThat(gate.waiting()).isZero();
    assertThat(answer(1_000)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void tellsAtOnceWhoComesWhenTooManyWait() {
    limits(tokens(1_000));
    for (int i = 0; i < CreditQueue.WAITERS_MAX; i++) {
      assertThat(ask(1, new AtomicReference<>())).isInstanceOf(Asked.Waits.class);
    }

    assertThat(ask(1, new AtomicReference<>())).isInstanceOf(Asked.Unknown.class);
    assertThat(gate.waiting()).isEqualTo(CreditQueue.WAITERS_MAX);
  }

  @Test
  void givesThePlaceOfARequestInFlightToTheNextHoweverItEnds() {
    Limit one = limit("one", LimitUnit.CONCURRENT, 1, List.of(), Outage.CLOSED);
    limits(one);
    Hold first = granted(10);
    assertThat(answer(10)).isInstanceOf(Asked.Spent.class);

    settle(first, 10);
    nanos += Duration.ofSeconds(1).toNanos();
    Hold second = granted(10);
    gate.attempted("search", second, Bill.of(Cost.ofTokens(5).ofPart(), _ -> {}));
    assertThat(answer(10)).isInstanceOf(Asked.Spent.class);

    gate.release(second);
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(answer(10)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void neverSpendsAgainWhatWasSpentBeforeAQuietTime() {
    limits(tokens(1_000));
    settle(granted(1_000), 1_000);
    for (int minute = 0; minute < 10; minute++) {
      nanos += Duration.ofMinutes(1).toNanos();
      serve();
    }

    assertThat(answer(1)).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void growsAHoldAndSettlesAllOfIt() {
    limits(tokens(1_000));
    Hold hold = granted(300);

    gate.absorb(hold, granted(topUp(hold, 700)));

    assertThat(hold.reserved().tokens()).isEqualTo(1_000);
    assertThat(answer(1)).isInstanceOf(Asked.Spent.class);
    settle(hold, 400);
    assertThat(answer(600)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void givesBackATopUpThatComesAfterTheEnd() {
    limits(tokens(1_000));
    Hold hold = granted(300);
    Hold late = granted(topUp(hold, 700));
    settle(hold, 300);

    gate.absorb(hold, late);

    assertThat(answer(700)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void givesAllBackAtTheEnd() {
    limits(tokens(1_000));
    settle(granted(400), 100);

    gate.giveAllBack();
    serve();

    assertThat(grantor.free("all")).isEqualTo(900);
  }
}
