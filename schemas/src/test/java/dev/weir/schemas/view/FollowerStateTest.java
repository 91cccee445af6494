package dev.weir.schemas.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Price;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * What a follower says of itself: whether it is caught up, how far behind and how old what it knows
 * is.
 */
final class FollowerStateTest extends FollowerCase {

  @Test
  void isCaughtUpNoSoonerThanTheEndsOfTheStartAreRead() {
    ends(0, 1);
    follower.start();
    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    assertThat(follower.isCaughtUp()).isFalse();

    holds(0, 0, "a", bytes("first"));

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.isCaughtUp()).isTrue();
  }

  @Test
  void staysCaughtUpWhenTheLogGrows() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();

    ends(0, 1);

    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    assertThat(follower.isCaughtUp()).isTrue();
  }

  @Test
  void catchesUpWithWhatWasWrittenBeforeTheCall() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    consumer.schedulePollTask(() -> holds(1, 0, "a", bytes("late")));
    ends(1, 1);

    assertThat(follower.catchUp(SOON)).isTrue();

    assertThat(view.texts).containsEntry("a", "late");
  }

  @Test
  void isNotCaughtUpWhileTheRegistryIsAway() {
    registry.away = true;
    holds(0, 0, "a", bytes("first"));
    ends(0, 1);
    follower.start();
    registry.awaitQuestion();

    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    assertThat(follower.isCaughtUp()).isFalse();

    registry.away = false;
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "first"));
  }

  @Test
  void tellsHowManyRecordsOfAllPartitionsAreNotReadYet() {
    assertThat(follower.lag(Topic.POLICY)).isEmpty();
    holds(0, 0, "a", bytes("first"));
    ends(0, 1);
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.lag(Topic.POLICY)).hasValue(0);
    assertThat(follower.lag(Topic.PRICE_BOOK)).isEmpty();

    ends(0, 4);
    ends(1, 2);
    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    view.awaitRound();

    assertThat(follower.lag(Topic.POLICY)).hasValue(5);
  }

  @Test
  void tellsSinceWhenTheLogDoesNotAnswer() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.age(Topic.POLICY)).isZero();
    view.awaitRound();

    consumer.away = true;
    consumer.awaitQuestionAfter(() -> pass(Duration.ofSeconds(30)));
    view.awaitRound();

    assertThat(follower.age(Topic.POLICY)).isEqualTo(Duration.ofSeconds(30));
    assertThat(follower.lag(Topic.POLICY)).hasValue(0);
    assertThat(follower.isCaughtUp()).isTrue();

    consumer.away = false;
    pass(Duration.ofSeconds(2));
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.age(Topic.POLICY)).isZero();
  }

  @Test
  void provesFromTimeToTimeThatTheLogAnswers() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    for (int i = 0; i < 5; i++) {
      consumer.awaitQuestionAfter(() -> pass(Duration.ofSeconds(10)));
      view.awaitRound();

      assertThat(follower.age(Topic.POLICY)).isZero();
    }
  }

  @Test
  void readsOnWhileTheEndsOfATopicAreNotKnown() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    consumer.away = true;
    consumer.awaitQuestionAfter(() -> pass(Duration.ofSeconds(30)));
    view.awaitRound();

    holds(0, 0, "a", bytes("first"));
    view.awaitRound();

    assertThat(view.texts).containsOnly(Map.entry("a", "first"));
  }

  @Test
  void tellsTheAgeOfEachViewByItself() throws Exception {
    String prices = connection.topic(Topic.PRICE_BOOK);
    registry.register(
        connection.subject(Topic.PRICE_BOOK),
        new AvroSchema(Topic.PRICE_BOOK.valueSchema().orElseThrow()));
    View<Price> nothing = (_, _) -> {};
    follower.follow(Topic.PRICE_BOOK, nothing);
    consumer.updatePartitions(prices, infos(prices, 1));
    consumer.updateBeginningOffsets(Map.of(new TopicPartition(prices, 0), 0L));
    consumer.updateEndOffsets(Map.of(new TopicPartition(prices, 0), 0L));
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();

    ends(0, 1);
    pass(Duration.ofSeconds(30));
    view.awaitRound();
    assertThat(follower.age(Topic.PRICE_BOOK)).isZero();
    assertThat(follower.age(Topic.POLICY)).isEqualTo(Duration.ofSeconds(30));

    holds(0, 0, "a", bytes("first"));
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.age(Topic.POLICY)).isZero();
  }
}
