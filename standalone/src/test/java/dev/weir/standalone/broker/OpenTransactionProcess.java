package dev.weir.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker in a process of its own, with a transaction open in many partitions, until killed. */
final class OpenTransactionProcess {

  static final String TOPIC = "kept";
  static final int PARTITIONS = 100;

  /** Their transactions are spread over all that coordinate them. */
  private static final int PRODUCERS = 12;

  private OpenTransactionProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (var broker = EmbeddedBroker.start(Path.of(arguments[0]), 0)) {
      try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      }
      for (int producer = 0; producer < PRODUCERS; producer++) {
        open(broker.bootstrapServers(), "left open " + producer);
      }
      System.out.println("open");
      new CountDownLatch(1).await();
    }
  }

  /** Begins a transaction that runs out within a second and holds a record of each partition. */
  private static void open(String bootstrapServers, String id) {
    var producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                id,
                "transaction.timeout.ms",
                1_000),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var _ = producer.send(new ProducerRecord<>(TOPIC, partition, "", "never committed"));
    }
    producer.flush();
  }
}
