package dev.weir.schemas.view;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic that a {@link TopicFollower} reads, and how far its view is known to be complete.
 *
 * <p>That a consumer gives no records proves nothing: it gives none either while its broker is
 * away. So the topic's ends are asked for from time to time, and the view counts as complete as of
 * the moment of the question once it has reached them.
 *
 * <p>All but {@link #completeAtNanos} is for the follower's thread.
 */
final class FollowedTopic<E extends SpecificRecordBase> {

  private static final Logger LOGGER = LoggerFactory.getLogger(FollowedTopic.class);

  /** How often the ends are asked for where nobody waits, and where the last question failed. */
  private static final long ASK_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

  /** Not longer: meanwhile the records of other brokers wait as well. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final Deserializer<E> deserializer;
  private final View<E> view;
  private final LongSupplier nanoClock;
  private List<TopicPartition> partitions = List.of();
  private Question last;

  /** What the last question brought and the view has not reached; empty where it has. */
  private Map<TopicPartition, Long> endsToReach = Map.of();

  private long completeForTicket;
  private volatile long completeAtNanos;

  /** {@code ticket}: of who waits for the topic to be read to its end. */
  private record Question(long ticket, long nanos, boolean failed) {}

  FollowedTopic(Deserializer<E> deserializer, View<E> view, LongSupplier nanoClock) {
    this.deserializer = deserializer;
    this.view = view;
    this.nanoClock = nanoClock;
    this.completeAtNanos = nanoClock.getAsLong();
    this.last = new Question(0, completeAtNanos, false);
  }

  void assigned(List<TopicPartition> all) {
    partitions = List.copyOf(all);
  }

  /** When the view held all that was in the topic; before the first time, when it was made. */
  long completeAtNanos() {
    return completeAtNanos;
  }

  /** The newest ticket whose holder finds in the view what was in the topic when he took it. */
  long completeForTicket() {
    return completeForTicket;
  }

  View<E> view() {
    return view;
  }

  /** Whether to ask for the ends: somebody waits, or it is time; never before the last are met. */
  boolean isDue(long newestTicket) {
    boolean isTime = nanoClock.getAsLong() - last.nanos >= ASK_EVERY_NANOS;
    return endsToReach.isEmpty() && (isTime || (!last.failed && newestTicket > last.ticket));
  }

  /** Asks for the ends; false where the log does not answer, which is logged. */
  boolean ask(Consumer<String, byte[]> reader, long ticket) {
    long askedAt = nanoClock.getAsLong();
    try {
      endsToReach = Map.copyOf(reader.endOffsets(partitions, ANSWER_WITHIN));
      last = new Question(ticket, askedAt, false);
      return true;
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      // As of now, so that whatever the other brokers have is read before the next question.
      last = new Question(last.ticket, nanoClock.getAsLong(), true);
      LOGGER
          .atWarn()
          .addKeyValue("topic", partitions.getFirst().topic())
          .addKeyValue("failure", e.toString())
          .log("the log does not say where a topic ends; what is known of it may be old");
      return false;
    }
  }

  /** Notes it where the view has reached the ends that were asked for. */
  void settle(Consumer<String, byte[]> reader) {
    if (!endsToReach.isEmpty()
        && endsToReach.entrySet().stream().noneMatch(end -> isBefore(reader, end))) {
      endsToReach = Map.of();
      completeForTicket = last.ticket;
      completeAtNanos = last.nanos;
    }
  }

  private static boolean isBefore(
      Consumer<String, byte[]> reader, Map.Entry<TopicPartition, Long> end) {
    return reader.position(end.getKey(), TopicFollower.CALL_LIMIT) < end.getValue();
  }

  /**
   * Gives the records to the view in their order. One that can never be read, or that the view
   * cannot use, is logged and left out.
   *
   * @return why the rest was not given: it may be readable later, and is read again
   */
  Optional<RetriableException> give(
      Consumer<String, byte[]> reader, List<ConsumerRecord<String, byte[]>> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        give(record);
      } catch (RetriableException e) {
        reader.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
        return Optional.of(e);
      } catch (RuntimeException e) {
        LOGGER
            .atError()
            .setCause(e)
            .addKeyValue("topic", record.topic())
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .log("a record cannot be read and is left out");
        if (record.key() != null) {
          view.leftOut(record.key());
        }
      }
    }
    return Optional.empty();
  }

  private void give(ConsumerRecord<String, byte[]> record) {
    byte[] value = record.value();
    view.replay(
        Objects.requireNonNull(record.key(), "a record without a key"),
        value == null ? null : deserializer.deserialize(record.topic(), value));
  }
}
