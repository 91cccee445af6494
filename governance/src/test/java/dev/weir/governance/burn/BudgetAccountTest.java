package dev.weir.governance.burn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetAccountTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
  private static final Limit MONTHLY = limit(Window.Span.MONTH, 72_000);

  /** What spends the limit just by the end of the month. */
  private static final long PER_HOUR = 100;

  private final Ledger ledger = new Ledger(MONTHLY);

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void tellsEachShareOnceAndTheHighestOfThoseThatArePassedAtOnce() {
    ledger.spend(Duration.ofDays(15), 35_999);
    assertThat(ledger.shares()).isEmpty();
    ledger.spend(Duration.ofDays(15), 1);
    ledger.spend(Duration.ofDays(16), 100);
    assertThat(ledger.shares()).containsExactly(50);

    ledger.spend(Duration.ofDays(20), 40_000);
    ledger.spend(Duration.ofDays(21), 40_000);

    assertThat(ledger.shares()).containsExactly(50, 100);
  }

  @Test
  void tellsSharesAgainInTheNextWindow() {
    ledger.spend(Duration.ofDays(29), 40_000);
    ledger.spend(Duration.ofDays(31), 40_000);

    assertThat(ledger.shares()).containsExactly(50, 50);
    assertThat(ledger.account.spent()).isEqualTo(40_000);
  }

  @Test
  void countsLateUsageForTheHistoryAndNotForTheNextWindow() {
    ledger.spend(Duration.ofDays(31), 10);
    ledger.spend(Duration.ofDays(29), 70_000);

    assertThat(ledger.account.spent()).isEqualTo(10);
    assertThat(ledger.shares()).isEmpty();
    assertThat(ledger.account.history().last(Duration.ofDays(7), ledger.now)).isEqualTo(70_010);
  }

  @Test
  void saysNothingOfABudgetThatLastsToItsEnd() {
    for (int hour = 0; hour < 720; hour++) {
      ledger.spend(Duration.ofHours(hour), PER_HOUR - 1);
    }

    assertThat(ledger.burns()).isEmpty();
  }

  @Test
  void tellsOnceThatABudgetBurnsAndOnceThatItDoesNotAnyMore() {
    steady(0, 4 * 60, 20 * PER_HOUR);
    assertThat(ledger.burns()).containsExactly("fast began");

    steady(4 * 60, 40 * 60, 0);

    assertThat(ledger.burns()).containsExactly("fast began", "fast ended");
  }

  @Test
  void tellsMoreUrgentNewsAboveLessUrgentOnes() {
    steady(0, 7 * 60, 7 * PER_HOUR);
    assertThat(ledger.burns()).containsExactly("steady began");

    steady(7 * 60, 9 * 60, 20 * PER_HOUR);

    assertThat(ledger.burns()).containsExactly("steady began", "fast began");
  }

  @Test
  void swingingAboutTheThresholdIsToldOnce() {
    for (int minute = 0; minute < 20 * 60; minute++) {
      boolean high = minute / 30 % 2 == 0;
      ledger.spend(Duration.ofMinutes(minute), high ? 26 : 22);
    }

    assertThat(ledger.burns()).containsExactly("fast began");
  }

  @Test
  void saysNothingOfAHurryInTheLastHourOfAWindowThatIsMostlyUnspent() {
    steady(718 * 60, 720 * 60 - 1, 20 * PER_HOUR);

    assertThat(ledger.burns()).isEmpty();
  }

  @Test
  void endsWhatBurnsWithItsWindow() {
    ledger.spend(Duration.ofDays(27), 66_000);
    steady(28 * 24 * 60, 28 * 24 * 60 + 300, 20 * PER_HOUR);
    assertThat(ledger.burns()).contains("fast began");

    ledger.look(END);

    assertThat(ledger.burns()).endsWith("fast ended");
    assertThat(ledger.account.told()).isEqualTo(Told.NOTHING);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverStorms(long seed) {
    var random = new SplittableRandom(seed);
    double level = random.nextDouble(0.2, 2);
    for (int minute = 0; minute < 30 * 24 * 60; minute += 10) {
      level = Math.clamp(level * Math.exp(random.nextDouble(-0.5, 0.5)), 0.05, 20);
      ledger.spend(
          Duration.ofMinutes(minute), Math.round(PER_HOUR / 24.0 * level * random.nextDouble(2)));
    }

    assertThat(ledger.shares()).doesNotHaveDuplicates();
    for (String rule : List.of("fast", "steady", "slow")) {
      List<String> own = ledger.burns().stream().filter(it -> it.startsWith(rule)).toList();
      for (int i = 0; i < own.size(); i++) {
        assertThat(own.get(i)).endsWith(i % 2 == 0 ? "began" : "ended");
      }
      List<Instant> began = ledger.began(rule);
      for (int i = 1; i < began.size(); i++) {
        assertThat(began.get(i)).isAfter(began.get(i - 1).plus(Duration.ofDays(1)));
      }
    }
  }

  @Test
  void tellsNothingThatThePolicyDoesNotWant() {
    Ledger quiet = new Ledger(MONTHLY, new BudgetAlerts(List.of(), false));
    quiet.spend(Duration.ofHours(1), 90_000);

    assertThat(quiet.news).isEmpty();
  }

  @Test
  void takesAShareExactly() {
    Ledger seven = new Ledger(limit(Window.Span.DAY, 7));
    seven.spend(Duration.ofHours(1), 6);
    assertThat(seven.shares()).containsExactly(80);
    seven.spend(Duration.ofHours(2), 1);

    assertThat(seven.shares()).containsExactly(80, 100);
  }

  @ParameterizedTest
  @CsvSource({"MINUTE, false", "HOUR, false", "DAY, true", "MONTH, true", "TOTAL, true"})
  void takesLimitsOfADayAndMoreForBudgets(Window.Span span, boolean isBudget) {
    assertThat(BudgetAccount.isBudget(limit(span, 10), START)).isEqualTo(isBudget);
  }

  @Test
  void hasSharesAndNoRateForATotal() {
    Ledger total = new Ledger(limit(Window.Span.TOTAL, 1_000));
    total.spend(Duration.ofDays(400), 500);

    assertThat(total.shares()).containsExactly(50);
    assertThat(total.account.burn(total.limit, Duration.ofHours(1), total.now)).isEmpty();
    assertThat(total.account.forecast(total.limit, total.now)).isEmpty();
  }

  private void steady(int fromMinute, int toMinute, long perHour) {
    for (int minute = fromMinute; minute < toMinute; minute++) {
      ledger.spend(Duration.ofMinutes(minute), perHour * (minute + 1) / 60 - perHour * minute / 60);
    }
  }

  private static Limit limit(Window.Span span, long max) {
    return new Limit(
        "budget",
        new TeamId("search"),
        LimitUnit.TOKENS,
        new Window(span, ZoneOffset.UTC),
        max,
        LimitMode.HARD);
  }

  /** An account that is looked at after each spending, as the processor does. */
  private static final class Ledger {

    final Limit limit;
    final BudgetAlerts alerts;
    final List<BudgetNews> news = new ArrayList<>();
    BudgetAccount account;
    Instant now = START;

    Ledger(Limit limit) {
      this(limit, BudgetAlerts.DEFAULT);
    }

    Ledger(Limit limit, BudgetAlerts alerts) {
      this.limit = limit;
      this.alerts = alerts;
      this.account = BudgetAccount.opened(limit, START);
    }

    void spend(Duration after, long amount) {
      Instant at = START.plus(after);
      if (amount > 0) {
        take(account.plus(limit, alerts, SpendHistory.minuteOf(at), amount));
      }
      look(at);
    }

    void look(Instant at) {
      if (at.isAfter(now)) {
        now = at;
      }
      take(account.at(limit, alerts, now));
    }

    private void take(BudgetAccount.Look look) {
      account = look.account();
      news.addAll(look.news());
    }

    List<Integer> shares() {
      return news.stream()
          .flatMap(it ->
              it instanceof BudgetNews.ShareReached(_, int percent, _)
                  ? Stream.of(percent)
                  : Stream.empty())
          .toList();
    }

    List<Instant> began(String rule) {
      return news.stream()
          .flatMap(it ->
              it instanceof BudgetNews.BurnBegan began && began.rule().name().equals(rule)
                  ? Stream.of(began.since())
                  : Stream.empty())
          .toList();
    }

    List<String> burns() {
      List<String> burns = new ArrayList<>();
      for (BudgetNews each : news) {
        switch (each) {
          case BudgetNews.ShareReached _ -> {}
          case BudgetNews.BurnBegan began -> burns.add(began.rule().name() + " began");
          case BudgetNews.BurnEnded ended -> burns.add(ended.rule().name() + " ended");
        }
      }
      return burns;
    }
  }
}
