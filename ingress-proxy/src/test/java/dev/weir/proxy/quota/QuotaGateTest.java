package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Dimension;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import dev.weir.governance.quota.Subject;
import dev.weir.governance.quota.Window;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The gate with a grantor that answers when the test says so, on a clock that the test moves. */
final class QuotaGateTest {

  private static final TeamId SEARCH = new TeamId("search");
  private static final Instant START = Instant.parse("2026-10-05T12:00:00Z");
  private static final Window TOTAL = new Window(Window.Span.TOTAL, ZoneOffset.UTC);

  private long nanos = 1;
  private List<Limit> own = List.of();
  private List<Limit> common = List.of();
  private QuotaGate gate = gate();
  private MemoryGrantor grantor = grantor();

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

  @Test
  void reservesAWholeAnswerWhereABudgetIsNearlySpent() {
    limits(tokens(400_000));
    settle(granted(399_500), 399_500);
    assertThat(answer(501)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();

    Hold hold = granted(wish(200, 400, 200));

    assertThat(hold.reserved().tokens()).isEqualTo(400);
    assertThat(answer(wish(90, 110, 90))).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void beginsWithASliceNearTheEndWhereAWholeAnswerIsMuchOfTheBudget() {
    limits(tokens(1_000));
    settle(granted(990), 990);
    assertThat(answer(11)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(granted(wish(5, 9, 5)).reserved().tokens()).isEqualTo(5);
  }

  @Test
  void keepsNobodyOutForEverForTheSakeOfWhatOthersAnswersCameTo() {
    limits(tokens(1_000));

    assertThat(granted(wish(5_000, 4_000, 300)).reserved().tokens()).isEqualTo(300);
    assertThat(answer(5_000)).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void beginsWithTheLeastOfASmallBudgetAlsoNearItsEnd() {
    limits(tokens(1_000));
    settle(granted(990), 990);
    assertThat(answer(11)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(granted(wish(5_000, 5_000, 5)).reserved().tokens()).isEqualTo(5);
  }

  /** Nothing can cut it, and what it has beyond its reservation is spent beyond the budget. */
  @Test
  void reservesNoLessOfABudgetForWhatComesWhole() {
    limits(tokens(1_000));
    assertThat(answer(whole(5_000, 300))).isInstanceOf(Asked.Spent.class);

    limits(tokens(100_000), rate(1_000, 1_000));
    assertThat(answer(whole(5_000, 300))).isInstanceOf(Asked.Spent.class);

    limits(rate(1_000, 1_000));
    assertThat(granted(whole(5_000, 300)).reserved().tokens()).isEqualTo(300);
  }

  @Test
  void letsARateThroughAsItFlowsIn() {
    limits(rate(600, 100));

    assertThat(answer(100)).isInstanceOf(Asked.Granted.class);
    assertThat(answer(50))
        .isInstanceOfSatisfying(
            Asked.Spent.class, it -> assertThat(it.decision().spent().remaining()).isLessThan(50));

    nanos += Duration.ofSeconds(5).toNanos();
    serve();
    assertThat(answer(50)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void refusesAtOnceWhatABucketNeverHolds() {
    limits(rate(600, 100));

    assertThat(ask(101, new AtomicReference<>())).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void saysWhenABucketIsFullAgain() {
    limits(rate(600, 100));
    granted(60);

    Asked refused = answer(100);

    assertThat(refused)
        .isInstanceOfSatisfying(
            Asked.Spent.class,
            it -> {
              assertThat(it.decision().spent().used()).isBetween(60L, 100L);
              assertThat(it.decision().spent().reset()).isPresent();
            });
  }

  @Test
  void beginsAnewWhereTheGrantorHasForgottenABucket() {
    limits(rate(600, 100));
    settle(granted(100), 100);
    nanos += Duration.ofHours(2).toNanos();
    serve();

    gate.forgotten(new AccountKey("search", "rate", Instant.EPOCH));
    grantor.close();
    grantor = grantor();
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(answer(100)).isInstanceOf(Asked.Granted.class);
  }

  @Test
  void givesAllBackAtTheEnd() {
    limits(tokens(1_000));
    settle(granted(400), 100);

    gate.giveAllBack();
    serve();

    assertThat(grantor.free("all")).isEqualTo(900);
  }

  private static Limit tokens(long max) {
    return tokens(max, Outage.CLOSED);
  }

  private static Limit tokens(long max, Outage outage) {
    return limit("all", LimitUnit.TOKENS, max, List.of(), outage);
  }

  private static Limit rate(long perMinute, long burst) {
    return new Limit(
        "rate",
        new LimitScope(Optional.of(SEARCH), Map.of(), List.of()),
        LimitUnit.TOKENS,
        new Window(Window.Span.MINUTE, ZoneOffset.UTC),
        perMinute,
        LimitMode.HARD,
        burst,
        Outage.CLOSED);
  }

  private static Limit limit(
      String id, LimitUnit unit, long max, List<Dimension> each, Outage outage) {
    return new Limit(
        id,
        new LimitScope(Optional.of(SEARCH), Map.of(), each),
        unit,
        TOTAL,
        max,
        LimitMode.HARD,
        outage);
  }

  private static Subject subject(String run) {
    return new Subject(
        SEARCH,
        Optional.empty(),
        Optional.empty(),
        "k1",
        "small",
        Optional.of(run).filter(it -> !it.isEmpty()));
  }

  private void limits(Limit... limits) {
    own = List.of(limits);
    restart();
  }

  private void restart() {
    gate = gate();
    grantor = grantor();
  }

  private QuotaGate gate() {
    return new QuotaGate(
        new QuotaStateView(InstantSource.fixed(START)),
        "p1:1",
        Optional.of(EscrowTerms.DEFAULT),
        () -> nanos);
  }

  private MemoryGrantor grantor() {
    List<Limit> all = new ArrayList<>(own);
    all.addAll(common);
    return new MemoryGrantor(gate, EscrowTerms.DEFAULT, all);
  }

  private Instant now() {
    return START.plusNanos(nanos);
  }

  private void serve() {
    grantor.serve(now());
  }

  /** The grantor hears and does not answer, for longer than anybody waits. */
  private void silence() {
    var _ = gate.demands(now());
    nanos += QuotaGate.WAIT_MAX.plusMillis(1).toNanos();
    gate.expire();
  }

  private Asked ask(long tokens, AtomicReference<Asked> told) {
    return ask(subject(""), tokens, told);
  }

  private Asked ask(Subject subject, long tokens, AtomicReference<Asked> told) {
    return ask(subject, Wish.of(Cost.ofTokens(tokens)), told);
  }

  private Asked ask(Subject subject, Wish wish, AtomicReference<Asked> told) {
    Team team = new Team(SEARCH, RecordingMode.OPEN, Set.of(), own);
    return gate.ask(new QuotaGate.Question(team, common, subject, wish, now()), told::set);
  }

  private Asked answer(long tokens) {
    return answer(subject(""), tokens);
  }

  /** What the answer is when the grantor has said all that it has to say. */
  private Asked answer(Subject subject, long tokens) {
    AtomicReference<Asked> told = new AtomicReference<>();
    return afterServing(ask(subject, tokens, told), told);
  }

  private static Wish wish(long usual, long scarce, long least) {
    return new Wish(
        Cost.ofTokens(usual),
        () -> Cost.ofTokens(scarce),
        () -> Cost.ofTokens(least),
        false,
        () -> Cost.NOTHING);
  }

  private static Wish whole(long usual, long least) {
    return new Wish(
        Cost.ofTokens(usual),
        () -> Cost.ofTokens(usual),
        () -> Cost.ofTokens(least),
        true,
        () -> Cost.NOTHING);
  }

  private Asked answer(Wish wish) {
    AtomicReference<Asked> told = new AtomicReference<>();
    return afterServing(ask(subject(""), wish, told), told);
  }

  private Hold granted(Wish wish) {
    return granted(answer(wish));
  }

  private Asked topUp(Hold hold, long tokens) {
    AtomicReference<Asked> told = new AtomicReference<>();
    return afterServing(gate.topUp(hold, Cost.ofTokens(tokens).ofPart(), told::set), told);
  }

  private Asked afterServing(Asked first, AtomicReference<Asked> told) {
    if (!(first instanceof Asked.Waits)) {
      return first;
    }
    serve();
    return Objects.requireNonNull(told.get());
  }

  private Hold granted(long tokens) {
    return granted(answer(tokens));
  }

  private static Hold granted(Asked answer) {
    assertThat(answer).isInstanceOf(Asked.Granted.class);
    return ((Asked.Granted) answer).hold();
  }

  private void settle(Hold hold, long tokens) {
    gate.settle("search", hold, Bill.of(Cost.ofTokens(tokens), _ -> {}));
  }
}
