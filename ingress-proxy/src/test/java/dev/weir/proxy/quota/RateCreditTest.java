package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.quota.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rates: buckets that fill again. */
final class RateCreditTest extends GateCase {

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
}
