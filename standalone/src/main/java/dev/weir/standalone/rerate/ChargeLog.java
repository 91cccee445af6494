package dev.weir.standalone.rerate;

import dev.weir.processors.charge.Rerating;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes corrections, all of one run or none. To open it ends every run before: what that has not
 * committed by then is never seen, so what is read after opening is all that there is to correct.
 * For one thread.
 */
final class ChargeLog implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Brokers allow 15 minutes unless they are told otherwise. */
  private static final Duration TRANSACTION_MAX = Duration.ofMinutes(10);

  private final LogConnection connection;
  private final InstantSource clock;
  private final EventSerdes serdes;
  private final EventHeaders headers = new EventHeaders("control", "cli");
  private final Producer<String, byte[]> producer;

  /** Owns the serdes and the producer. */
  ChargeLog(
      LogConnection connection,
      InstantSource clock,
      EventSerdes serdes,
      Producer<String, byte[]> producer) {
    this.connection = connection;
    this.clock = clock;
    this.serdes = serdes;
    this.producer = producer;
  }

  static ChargeLog open(LogConnection connection, InstantSource clock) {
    var log = new ChargeLog(connection, clock, new EventSerdes(connection), producer(connection));
    try {
      log.producer.initTransactions();
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static Producer<String, byte[]> producer(LogConnection connection) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("transactional.id", connection.topicPrefix() + "rerate");
    properties.put("transaction.timeout.ms", (int) TRANSACTION_MAX.toMillis());
    properties.put("max.block.ms", LIMIT.toMillis());
    properties.put("linger.ms", 5);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Writes all of them or none.
   *
   * @return how many
   * @throws RerateException where another run began meanwhile, or the log does not answer; its
   *     message says whether none were written or whether that is not known
   */
  long write(Stream<ChargebackRow> rows) {
    long sent = sendAll(rows);
    commit();
    return sent;
  }

  private long sendAll(Stream<ChargebackRow> rows) {
    producer.beginTransaction();
    try {
      return send(rows);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new RerateException(
          "another 'weir rerate' began meanwhile, and nothing of this one was written", e);
    } catch (KafkaException e) {
      throw new RerateException(
          "the corrections could not be written, none of them will be seen: try again ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /**
   * Whatever fails here, the broker may have decided on the commit before: an answer that is lost
   * looks like a commit that is, and to be fenced may be the answer to asking once more.
   */
  private void commit() {
    try {
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw new RerateException(
          "it is not known whether the corrections were written, all of them or none: run it again,"
              + " it writes nothing twice ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private long send(Stream<ChargebackRow> rows) {
    String topic = connection.topic(Topic.CHARGEBACK);
    Instant now = clock.instant();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    long sent = 0;
    try (Serializer<ChargebackRow> serializer = serdes.serializer(Topic.CHARGEBACK)) {
      for (Iterator<ChargebackRow> all = rows.iterator(); all.hasNext(); sent++) {
        ChargebackRow row = all.next();
        var record =
            new ProducerRecord<>(
                topic,
                null,
                now.toEpochMilli(),
                Rerating.key(row),
                serializer.serialize(topic, row),
                headers.of(Topic.CHARGEBACK, row.getXRowId(), now));
        var _ = producer.send(record, (_, e) -> failure.compareAndSet(null, e));
      }
    }
    producer.flush();
    if (failure.get() instanceof KafkaException e) {
      throw e;
    }
    return sent;
  }

  /** What was not committed is aborted by who opens next, or by the broker in time. */
  @Override
  public void close() {
    producer.close(LIMIT);
    serdes.close();
  }
}
