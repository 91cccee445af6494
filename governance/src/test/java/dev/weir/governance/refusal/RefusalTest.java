package dev.weir.governance.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RefusalTest {

  @Test
  void aSpentLimitNamesLimitScopeUsedMaxAndReset() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    Limit limit =
        new Limit(
            "daily",
            new TeamId("search"),
            LimitUnit.TOKENS,
            new Window(Window.Span.DAY, ZoneOffset.UTC),
            1000,
            LimitMode.HARD);
    LimitStanding standing = new LimitStanding(limit, limit.window().startOf(noon), 900, 60, 30);

    Answer answer = new Refusal.LimitSpent(standing, 50, noon).answer();

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("quota_exceeded");
    assertThat(answer.retryable()).isFalse();
    assertThat(answer.retryAfterSeconds()).contains(12 * 3600L);
    assertThat(answer.message())
        .isEqualTo(
            "Limit 'daily' of team/search is spent: 990 of 1000 tokens per day used, 50 asked for;"
                + " it resets at 2026-11-23T00:00:00Z.");
    assertThat(answer.limit())
        .contains(
            new Answer.SpentLimit(
                "daily",
                "team/search",
                "tokens",
                "day",
                990,
                1000,
                50,
                Optional.of(Instant.parse("2026-11-23T00:00:00Z"))));
  }

  @Test
  void saysOfATotalThatItIsOne() {
    Limit limit =
        new Limit(
            "budget",
            new TeamId("search"),
            LimitUnit.TOKENS,
            new Window(Window.Span.TOTAL, ZoneOffset.UTC),
            900,
            LimitMode.HARD);
    LimitStanding standing = new LimitStanding(limit, Instant.EPOCH, 630, 0, 0);

    Answer answer =
        new Refusal.LimitSpent(standing, 281, Instant.parse("2026-11-22T12:00:00Z")).answer();

    assertThat(answer.message())
        .isEqualTo(
            "Limit 'budget' of team/search is spent: 630 of 900 tokens in total used, 281 asked"
                + " for.");
    assertThat(answer.limit().orElseThrow().window()).isEqualTo("total");
  }

  @Test
  void saysOfARateWhenEnoughHasFlowedIn() {
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    Limit limit =
        new Limit(
            "calls",
            new TeamId("search"),
            LimitUnit.REQUESTS,
            new Window(Window.Span.MINUTE, ZoneOffset.UTC),
            20,
            LimitMode.HARD);
    LimitStanding standing = LimitStanding.bucket(limit, 0, OptionalLong.of(0), now);

    Answer answer = new Refusal.LimitSpent(standing, 1, now).answer();

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.retryAfterSeconds()).hasValue(3L);
    assertThat(answer.retryable()).isTrue();
    assertThat(answer.message()).endsWith("it is full again at 2026-11-22T12:01:00Z.");
  }

  @Test
  void saysThatAPlaceInFlightIsFreeWhenAnotherRequestEnds() {
    Limit limit =
        new Limit(
            "at-once",
            new TeamId("search"),
            LimitUnit.CONCURRENT,
            new Window(Window.Span.TOTAL, ZoneOffset.UTC),
            3,
            LimitMode.HARD);
    LimitStanding standing = new LimitStanding(limit, Instant.EPOCH, 0, 0, 3);

    Answer answer = new Refusal.LimitSpent(standing, 1, Instant.EPOCH).answer();

    assertThat(answer.message())
        .isEqualTo(
            "Limit 'at-once' of team/search is spent: 3 of 3 requests are under way, and a place"
                + " is free when one of them ends.");
    assertThat(answer.retryAfterSeconds()).hasValue(1L);
    assertThat(answer.limit()).hasValueSatisfying(it -> assertThat(it.isBriefly()).isTrue());
  }

  @Test
  void showsAModelNameOnlyInPart() {
    Answer answer = new Refusal.UnknownModel("é" + "x".repeat(500)).answer();

    assertThat(answer.message()).startsWith("No model '?xxx").hasSizeLessThan(160);
  }
}
