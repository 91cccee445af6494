package dev.weir.governance.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuotaDecisionTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void grantsWhatFitsExactly() {
    LimitStanding standing = standing("daily", LimitMode.HARD, 100, 60, 20, 10);

    assertThat(QuotaDecision.decide(List.of(standing), Cost.ofTokens(10)))
        .isEqualTo(new QuotaDecision.Granted(List.of(standing), Optional.of(standing), List.of()));
  }

  @Test
  void refusesOneTokenMore() {
    LimitStanding standing = standing("daily", LimitMode.HARD, 100, 60, 20, 10);

    assertThat(QuotaDecision.decide(List.of(standing), Cost.ofTokens(11)))
        .isEqualTo(new QuotaDecision.Spent(List.of(standing), standing));
  }

  @Test
  void namesTheSpentLimitThatResetsLast() {
    LimitStanding day = standing("daily", LimitMode.HARD, 10, 10, 0, 0);
    LimitStanding total =
        new LimitStanding(
            limit("all", LimitMode.HARD, Window.Span.TOTAL, 10), Instant.EPOCH, 10, 0, 0);

    assertThat(QuotaDecision.decide(List.of(day, total), Cost.ofTokens(1)))
        .isEqualTo(new QuotaDecision.Spent(List.of(day, total), total));
  }

  @Test
  void goesOnPastASoftLimitAndSaysSo() {
    LimitStanding soft = standing("daily", LimitMode.SOFT, 10, 10, 0, 0);

    assertThat(QuotaDecision.decide(List.of(soft), Cost.ofTokens(1)))
        .isEqualTo(
            new QuotaDecision.Granted(List.of(soft), Optional.of(soft), List.of(soft.limit())));
  }

  @Test
  void bindsOnTheLimitWithTheSmallestShareLeft() {
    LimitStanding wide = standing("wide", LimitMode.HARD, 1000, 500, 0, 0);
    LimitStanding tight = standing("tight", LimitMode.HARD, 100, 90, 0, 0);

    assertThat(QuotaDecision.decide(List.of(wide, tight), Cost.ofTokens(1)))
        .extracting(d -> ((QuotaDecision.Granted) d).binding())
        .isEqualTo(Optional.of(tight));
  }

  @Test
  void aRequestIsOneRequestWhateverItsTokens() {
    Limit calls =
        new Limit(
            "calls",
            new TeamId("search"),
            LimitUnit.REQUESTS,
            new Window(Window.Span.MINUTE, ZoneOffset.UTC),
            5,
            LimitMode.HARD);
    LimitStanding standing = new LimitStanding(calls, NOON, 4, 0, 0);

    assertThat(QuotaDecision.decide(List.of(standing), Cost.ofTokens(1_000_000)))
        .isInstanceOf(QuotaDecision.Granted.class);
  }

  private static LimitStanding standing(
      String id, LimitMode mode, long max, long spent, long unseen, long held) {
    Limit limit = limit(id, mode, Window.Span.DAY, max);
    return new LimitStanding(limit, limit.window().startOf(NOON), spent, unseen, held);
  }

  private static Limit limit(String id, LimitMode mode, Window.Span span, long max) {
    return new Limit(
        id, new TeamId("search"), LimitUnit.TOKENS, new Window(span, ZoneOffset.UTC), max, mode);
  }
}
