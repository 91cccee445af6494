package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import dev.weir.governance.quota.Subject;
import dev.weir.governance.quota.Window;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is reserved on a guess, and what may be charged of it; time and grantor are the test's. */
final class HopeTest extends GateCase {

  @Test
  void reservesWhatIsHopedForWhereItIsToSpare() {
    limits(tokens(1_000_000, Outage.CLOSED));

    Hold hold = granted(need(200, 8_000));

    assertThat(hold.reserved().tokens()).isEqualTo(200);
    assertThat(hold.all().tokens()).isEqualTo(8_200);
  }

  @Test
  void hasWhatItHopesForAlsoWhereTheGrantorTakesItsTime() {
    limits(tokens(1_000_000, Outage.CLOSED));
    AtomicReference<Asked> told = new AtomicReference<>();
    ask(gate, need(200, 8_000), told);
    nanos += Duration.ofSeconds(3).toNanos();

    grantor.serve(now());

    assertThat(granted(told.get()).all().tokens()).isEqualTo(8_200);
  }

  @Test
  void goesOnWithoutTheHopeWhereOnlyThatIsLacking() {
    stocked(1_000);

    Hold hold = ((Asked.Granted) ask(gate, need(300, 701), new AtomicReference<>())).hold();

    assertThat(hold.all().tokens()).isEqualTo(300);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void waitsNoLongerThanForWhatIsSure() {
    limits(tokens(1_000, Outage.CLOSED));
    AtomicReference<Asked> told = new AtomicReference<>();

    assertThat(ask(gate, need(1_000, 50_000), told)).isInstanceOf(Asked.Waits.class);
    grantor.serve(now());

    assertThat(granted(told.get()).all().tokens()).isEqualTo(1_000);
  }

  @Test
  void givesWhatIsHopedForToWhoNeedsItForSureAndAtOnce() {
    stocked(1_000);
    Hold hoping = granted(need(300, 600));
    assertThat(hoping.all().tokens()).isEqualTo(900);

    assertThat(ask(gate, need(700, 0), new AtomicReference<>())).isInstanceOf(Asked.Granted.class);

    Charging charging = new Charging(100, 5_000);
    gate.settle("search", hoping, charging);
    assertThat(charging.hidden).as("300 are reserved, and 100 written").isEqualTo(200);
  }

  @Test
  void givesTheNewestHopeAwayFirst() {
    stocked(1_000);
    Hold older = granted(need(100, 300));
    Hold newer = granted(need(100, 300));

    granted(need(400, 0));

    assertThat(roomOf(older)).isEqualTo(400);
    assertThat(roomOf(newer)).isEqualTo(100);
  }

  @Test
  void givesAHopeBackThatAnotherProxyNeedsForSure() {
    stocked(1_000);
    Hold hoping = granted(need(300, 600));
    QuotaGate other = gate();
    AtomicReference<Asked> told = new AtomicReference<>();

    assertThat(ask(other, need(700, 600), told)).isInstanceOf(Asked.Waits.class);
    for (int round = 0; round < 5; round++) {
      grantor.serve(other, "p2:1", now());
      grantor.serve(now());
      nanos += Duration.ofMillis(100).toNanos();
    }

    assertThat(granted(told.get()).all().tokens()).isEqualTo(700);
    assertThat(roomOf(hoping)).isEqualTo(300);
  }

  @Test
  void losesAHopeWholeWhereTheOrganisationLacksIt() {
    own = List.of(tokens(10_000, Outage.CLOSED));
    common = List.of(limit("org", Optional.empty(), 1_000, Outage.CLOSED));
    restart();
    gate.release(granted(need(1_000, 0)));
    Hold hoping = granted(need(300, 600));
    assertThat(hoping.all().tokens()).isEqualTo(900);

    granted(need(700, 0));

    assertThat(roomOf(hoping)).isEqualTo(300);
  }

  @Test
  void keepsAHopeNoLongerThanItsLease() {
    stocked(1_000);
    Hold hoping = granted(need(300, 600));

    nanos += EscrowTerms.DEFAULT.lease().plusSeconds(1).toNanos();

    assertThat(roomOf(hoping)).isEqualTo(300);
  }

  @Test
  void hopesForNothingAtTheSafeRateAndChargesNothingOnAGuess() {
    limits(tokens(100_000, Outage.safeRate(100)));
    AtomicReference<Asked> told = new AtomicReference<>();
    ask(gate, need(60, 8_000), told);
    var _ = gate.demands(now());
    nanos += QuotaGate.WAIT_MAX.plusMillis(1).toNanos();
    gate.expire();

    Hold hold = granted(told.get());
    assertThat(hold.all().tokens()).isEqualTo(60);
    assertThat(roomOf(hold)).isZero();
  }

  @Test
  void chargesWhatIsHiddenWithinWhatIsReservedAndNotWritten() {
    stocked(1_000);
    Charging charging = new Charging(250, 5_000);

    gate.settle("search", granted(need(300, 600)), charging);

    assertThat(charging.hidden).isEqualTo(650);
    assertThat(freeAfterAll()).isEqualTo(100);
  }

  @Test
  void chargesNothingHiddenWhereMoreWasWrittenThanReserved() {
    stocked(1_000);
    Charging charging = new Charging(950, 5_000);

    gate.settle("search", granted(need(300, 600)), charging);

    assertThat(charging.hidden).isZero();
    assertThat(freeAfterAll()).isEqualTo(50);
  }

  @Test
  void chargesAllAttemptsTogetherNoMoreThanIsReserved() {
    stocked(1_000);
    Hold hold = granted(need(300, 600));
    Charging first = new Charging(50, 400);
    Charging second = new Charging(50, 400);
    Charging last = new Charging(80, 400);

    gate.attempted("search", hold, first);
    gate.attempted("search", hold, second);
    assertThat(hold.reserved().tokens()).as("what is sure is the next one's").isEqualTo(300);
    gate.settle("search", hold, last);

    assertThat(first.hidden).isEqualTo(400);
    assertThat(second.hidden).isEqualTo(200);
    assertThat(last.hidden).isEqualTo(900 - 50 - 400 - 50 - 200 - 80);
    assertThat(hold.all().tokens()).isEqualTo(900);
    assertThat(freeAfterAll()).isEqualTo(100);
  }

  @Test
  void chargesAnAttemptThatIsToldOfAfterTheEndForWhatIsReadAlone() {
    stocked(1_000);
    Hold hold = granted(need(300, 600));
    gate.settle("search", hold, Bill.of(Cost.ofTokens(200), _ -> {}));
    Charging late = new Charging(50, 400);

    gate.attempted("search", hold, late);

    assertThat(late.hidden).isZero();
    assertThat(freeAfterAll()).isEqualTo(750);
  }

  @Test
  void replacesAllByTheProvidersCount() {
    stocked(1_000);

    gate.settle("search", granted(need(300, 600)), Bill.of(Cost.ofTokens(120), _ -> {}));

    assertThat(freeAfterAll()).isEqualTo(880);
  }

  @Test
  void givesTheHopeOfAnExchangeBackThatNeverBegan() {
    stocked(1_000);

    gate.release(granted(need(300, 600)));

    assertThat(granted(need(100, 900)).all().tokens()).isEqualTo(1_000);
  }

  /** Counts are nothing to set aside: many at once would be charged for the same room. */
  @Test
  void hopesForNothingInLimitsThatAreKeptByCounts() {
    gate = new QuotaGate(states(), "p1:1", Optional.empty(), () -> nanos);
    own = List.of(tokens(1_000, Outage.CLOSED));

    Hold first = ((Asked.Granted) ask(gate, need(300, 600), new AtomicReference<>())).hold();
    Hold second = ((Asked.Granted) ask(gate, need(300, 600), new AtomicReference<>())).hold();

    assertThat(first.all().tokens()).isEqualTo(300);
    assertThat(roomOf(first)).isEqualTo(300);
    assertThat(roomOf(second)).isEqualTo(300);
  }

  /** What is reserved of a rate and not spent leaves the proxy; what was hoped for stays. */
  @ParameterizedTest
  @CsvSource({"310, 15, 25", "290, 0, 0", "300, 125, 125"})
  void keepsTheRestOfAHopeInStoreWhereARateIsSettled(long known, long hidden, long beyond) {
    own = List.of(rate(1_000, 1_000));
    restart();
    granted(need(300, 125));
    long before = drawn();
    restart();
    Hold hold = granted(need(300, 125));
    assertThat(hold.all().tokens()).isEqualTo(425);

    gate.settle("search", hold, new Charging(known, hidden));

    assertThat(drawn()).isEqualTo(before - beyond);
  }

  /** Takes all that the proxy has in store. */
  private long drawn() {
    long drawn = 0;
    while (ask(gate, need(1, 0), new AtomicReference<>()) instanceof Asked.Granted) {
      drawn++;
    }
    return drawn;
  }

  /** A bill of something hidden, as much as there is room for. */
  private static final class Charging implements Bill {
    private final long known;
    private final long wanted;
    private long hidden;

    Charging(long known, long wanted) {
      this.known = known;
      this.wanted = wanted;
    }

    @Override
    public Cost known() {
      return Cost.ofTokens(known);
    }

    @Override
    public Cost hidden(Cost room) {
      hidden = Math.min(wanted, room.tokens());
      return Cost.ofTokens(hidden).ofPart();
    }

    @Override
    public void handOver(long sequence) {}
  }

  /** What could be charged as hidden of an exchange that ends now with nothing written. */
  private long roomOf(Hold hold) {
    Charging charging = new Charging(0, Long.MAX_VALUE);
    gate.settle("search", hold, charging);
    return charging.hidden;
  }

  /** With all credit at this proxy. */
  private void stocked(long max) {
    limits(tokens(max, Outage.CLOSED));
    gate.release(granted(need(max, 0)));
  }

  private long freeAfterAll() {
    gate.giveAllBack();
    grantor.serve(now());
    return grantor.free("all");
  }

  private static Wish need(long sure, long hoped) {
    Cost cost = Cost.ofTokens(sure);
    return new Wish(cost, () -> cost, () -> cost, false, () -> Cost.ofTokens(hoped).ofPart());
  }

  private Asked ask(QuotaGate asked, Wish wish, AtomicReference<Asked> told) {
    Team team = new Team(SEARCH, RecordingMode.OPEN, Set.of(), own);
    Subject subject =
        new Subject(SEARCH, Optional.empty(), Optional.empty(), "k1", "m", Optional.empty());
    return asked.ask(new QuotaGate.Question(team, common, subject, wish, now()), told::set);
  }

  private static Limit limit(String id, Optional<TeamId> team, long max, Outage outage) {
    return new Limit(
        id,
        new LimitScope(team, Map.of(), List.of()),
        LimitUnit.TOKENS,
        new Window(Window.Span.TOTAL, ZoneOffset.UTC),
        max,
        LimitMode.HARD,
        outage);
  }

  private static QuotaStateView states() {
    return new QuotaStateView(InstantSource.fixed(START));
  }
}
