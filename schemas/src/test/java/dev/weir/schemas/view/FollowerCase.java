package dev.weir.schemas.view;

import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with a follower of a topic of two partitions, on a log and a clock that the test moves.
 */
abstract class FollowerCase {

  static final Duration SOON = Duration.ofSeconds(20);
  final LogConnection connection =
      LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081"));
  final String topic = connection.topic(Topic.POLICY);
  final FailingRegistry registry = new FailingRegistry();
  final EventSerdes serdes = new EventSerdes(connection, registry);
  final RereadableLog consumer = new RereadableLog();
  final Queue<KafkaException> failuresToConnect = new ArrayDeque<>();
  final AtomicLong nanos = new AtomicLong();
  final Texts view = new Texts();
  final CountDownLatch connected = new CountDownLatch(1);
  final TopicFollower follower = new TopicFollower(connection, serdes, this::connect, nanos::get);

  @BeforeEach
  void twoPartitions() throws Exception {
    registry.register(
        connection.subject(Topic.POLICY), new AvroSchema(Topic.POLICY.valueSchema().orElseThrow()));
    follower.follow(Topic.POLICY, view);
    for (int partition = 0; partition < 2; partition++) {
      consumer.updateBeginningOffsets(Map.of(at(partition), 0L));
      ends(partition, 0);
    }
    partitions(2);
  }

  @AfterEach
  void close() {
    follower.close();
    serdes.close();
  }

  Consumer<String, byte[]> connect() {
    KafkaException failure = failuresToConnect.poll();
    if (failure != null) {
      throw failure;
    }
    connected.countDown();
    return consumer;
  }

  TopicPartition at(int partition) {
    return new TopicPartition(topic, partition);
  }

  void partitions(int count) {
    consumer.updatePartitions(topic, infos(topic, count));
  }

  static List<PartitionInfo> infos(String name, int count) {
    Node[] nodes = {new Node(1, "nowhere", 9092)};
    return IntStream.range(0, count)
        .mapToObj(partition -> new PartitionInfo(name, partition, nodes[0], nodes, nodes))
        .toList();
  }

  void ends(int partition, long offset) {
    consumer.updateEndOffsets(Map.of(at(partition), offset));
  }

  /** A record to be read as soon as the follower has taken up the partition. */
  void holds(int partition, long offset, String key, byte @Nullable [] value) {
    var record = new ConsumerRecord<>(topic, partition, offset, key, value);
    consumer.schedulePollTask(() -> consumer.addRecord(record));
  }

  byte[] bytes(String text) {
    Serializer<PolicyEntry> serializer = serdes.serializer(Topic.POLICY);
    return serializer.serialize(
        topic, new PolicyEntry(new PolicyDocument(1L, text, Instant.EPOCH, "test", "", "")));
  }

  /** An event whose schema the registry does not know. */
  byte[] unknownSchema() {
    byte[] bytes = bytes("lost");
    bytes[3] = 99;
    return bytes;
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
