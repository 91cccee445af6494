package dev.weir.processors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.processors.event.Counters;
import dev.weir.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CountersTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void addsNoSeriesWhenItCounts() {
    var counters = new Counters(meters);
    int before = meters.getMeters().size();

    counters.duplicate(Topic.PROMPTS);
    counters.duplicate(Topic.TOKEN_COUNTS);
    counters.deadLetter("read");
    counters.deadLetter("process");
    counters.deadLetter("write");
    counters.usageAfterWindow();
    counters.policyBehind();
    counters.budgetUnwatched();
    counters.unpricedTokens(1);
    counters.unreadablePrompt("no-key");
    counters.unreadablePrompt("does-not-open");
    counters.alert("spike");
    counters.alert("anomaly");
    counters.alert("new-model");
    counters.alert("new-hour");
    counters.unwatchedUse();
    counters.alert("payment-card");
    counters.alert("email-address");
    counters.sealed(true);
    counters.sealed(false);
    counters.orphan();
    counters.namesRead(1);
    counters.namesSkipped(1);
    counters.usageUncounted();
    counters.exchangeUnwatched();
    counters.namesFailed();
    counters.threadReplaced();

    assertThat(meters.getMeters()).hasSize(before);
  }
}
