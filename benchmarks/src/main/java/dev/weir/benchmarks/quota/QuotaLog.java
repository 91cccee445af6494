package dev.weir.benchmarks.quota;

import dev.weir.schemas.event.DemandLine;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes what a proxy writes, and reads what it reads, with its settings. For one thread. */
final class QuotaLog implements AutoCloseable {

  static final String LIMIT = "budget";
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String PROXY = "bench";
  private static final long EPOCH = 1;

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final KafkaProducer<String, byte[]> producer;
  private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Map<String, Long> sequences = new HashMap<>();
  private long number;

  QuotaLog(LogConnection connection) {
    this.connection = connection;
    this.serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("acks", "all");
    properties.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Publishes that a team has used a token; does not wait. */
  void use(String team) {
    // A proxy numbers the usage of each team without gaps.
    long sequence = sequences.merge(team, 1L, Long::sum);
    String request = team + '-' + sequence;
    Usage usage =
        Usage.newBuilder()
            .setEventId(request + "/usage/1")
            .setRequestId(request)
            .setAttempt(1)
            .setFinalAttempt(true)
            .setOrganisation("bench")
            .setTeam(team)
            .setKeyId("key")
            .setProxyId(PROXY)
            .setProxyEpoch(EPOCH)
            .setSequence(sequence)
            .setRoute("echo-small")
            .setProvider("echo")
            .setRequestedModel("echo-small")
            .setServedModel("echo-small")
            .setInputTokens(1)
            .setOutputTokens(0)
            .setUsageSource(UsageSource.PROVIDER)
            .setReservedTokens(1)
            .setOutcome(Outcome.COMPLETED)
            .setStatus(200)
            .setStartedAt(begun)
            .setEndedAt(begun)
            .setPolicyVersion(1)
            .build();
    send(Topic.TOKEN_COUNTS, team, usage);
  }

  /**
   * Publishes that the proxy needs so much for a team in total, and returns the demand's number.
   */
  long demand(String team, long needed) {
    number++;
    send(
        Topic.QUOTA_DEMAND,
        team,
        new QuotaDemand(
            team,
            PROXY,
            EPOCH,
            number,
            false,
            List.of(
                new DemandLine(
                    LIMIT, Instant.EPOCH, 0L, 0L, 0L, needed, needed, needed, 0L, 0L, 0L)),
            begun,
            1L));
    return number;
  }

  private <T extends SpecificRecordBase> void send(Topic topic, String key, T event) {
    String name = connection.topic(topic);
    byte[] value = serdes.<T>serializer(topic).serialize(name, event);
    var _ = producer.send(new ProducerRecord<>(name, key, value));
  }

  void flush() {
    producer.flush();
  }

  /** Reads quota states as they are written, from now on. */
  Reader<QuotaState> states() {
    return new Reader<>(Topic.QUOTA_STATE, "read_uncommitted");
  }

  /** Reads committed grants, from now on. */
  Reader<QuotaGrant> grants() {
    return new Reader<>(Topic.QUOTA_GRANTS, "read_committed");
  }

  /** A topic from its end on. */
  final class Reader<T extends SpecificRecordBase> implements AutoCloseable {

    private final String name;
    private final Deserializer<T> values;
    private final KafkaConsumer<String, byte[]> consumer;

    private Reader(Topic topic, String isolation) {
      this.name = connection.topic(topic);
      this.values = serdes.deserializer(topic);
      Map<String, Object> properties = connection.clientProperties();
      properties.put("isolation.level", isolation);
      properties.put("enable.auto.commit", false);
      this.consumer =
          new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
      List<TopicPartition> partitions =
          consumer.partitionsFor(name, ANSWER_WITHIN).stream()
              .map(info -> new TopicPartition(name, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    }

    /**
     * Returns when a record was read that is {@code awaited}.
     *
     * @throws IllegalStateException where none comes within three minutes
     */
    void await(Predicate<T> awaited) {
      long deadline = System.nanoTime() + ANSWER_WITHIN.toNanos();
      while (System.nanoTime() - deadline < 0) {
        boolean found = false;
        for (var record : consumer.poll(POLL)) {
          found |= record.value() != null && awaited.test(values.deserialize(name, record.value()));
        }
        if (found) {
          return;
        }
      }
      throw new IllegalStateException("nothing came in " + name + " within " + ANSWER_WITHIN);
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  @Override
  public void close() {
    producer.close();
    serdes.close();
  }
}
