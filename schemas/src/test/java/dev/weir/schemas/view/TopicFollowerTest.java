package dev.weir.schemas.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** What a follower reads of a log, and how it goes on where something fails. */
final class TopicFollowerTest extends FollowerCase {

  @Test
  void readsEveryPartitionFromItsBeginning() {
    holds(0, 0, "a", bytes("first"));
    holds(1, 0, "b", bytes("second"));
    ends(0, 1);
    ends(1, 1);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "first"), Map.entry("b", "second"));
  }

  @Test
  void givesATombstoneAsNothing() {
    holds(0, 0, "a", bytes("first"));
    holds(0, 1, "a", null);
    ends(0, 2);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).isEmpty();
  }

  @Test
  void leavesOutWhatCannotBeReadTellsTheViewAndGoesOn() {
    holds(0, 0, "a", bytes("first"));
    holds(0, 1, "a", new byte[] {1, 2, 3});
    holds(0, 2, "a", unknownSchema());
    holds(0, 3, "a", bytes("refuse me"));
    holds(0, 4, "b", bytes("last"));
    ends(0, 5);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "first"), Map.entry("b", "last"));
    assertThat(view.leftOut).containsExactly("a", "a", "a");
  }

  @Test
  void goesOnFromItsPlaceWhenTheLogFails() {
    holds(0, 0, "a", bytes("older"));
    holds(0, 1, "a", bytes("newer"));
    ends(0, 2);
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    consumer.setPollException(new KafkaException("the broker is away"));
    consumer.schedulePollTask(() -> holds(0, 2, "b", bytes("next")));
    ends(0, 3);

    assertThat(follower.catchUp(SOON)).isTrue();

    assertThat(view.seen).containsExactly("older", "newer", "next");
  }

  @Test
  void waitsForARegistryThatIsAwayAndLeavesNothingOut() {
    registry.failures.add(new IOException("connection refused"));
    registry.failures.add(new RestClientException("starting", 503, 50301));
    holds(0, 0, "a", bytes("first"));
    holds(0, 1, "a", bytes("second"));
    holds(1, 0, "b", bytes("other"));
    ends(0, 2);
    ends(1, 1);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "second"), Map.entry("b", "other"));
    assertThat(view.seen).containsExactlyInAnyOrder("first", "second", "other");
    assertThat(registry.failures).isEmpty();
  }

  @Test
  void connectsAgainUntilItCan() {
    failuresToConnect.add(new KafkaException("no address"));

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
  }

  @Test
  void waitsForATopicThatDoesNotExistYet() {
    consumer.updatePartitions(topic, List.of());
    follower.start();
    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();

    partitions(2);

    assertThat(follower.catchUp(SOON)).isTrue();
  }

  @Test
  void closingReleasesWhoWaitsAndTheConsumer() throws Exception {
    ends(0, 1);
    follower.start();
    var answer = new FutureTask<>(() -> follower.catchUp(Duration.ofMinutes(10)));
    Thread waiting = Thread.ofPlatform().start(answer);
    awaitWaiting(waiting);
    assertThat(connected.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

    follower.close();

    assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS)).isFalse();
    assertThat(consumer.closed()).isTrue();
    assertThat(follower.isCaughtUp()).isFalse();
  }

  private static void awaitWaiting(Thread thread) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
