package dev.weir.standalone.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A broker in a process of its own that prints every value once it is acknowledged, until killed.
 */
final class BrokerProcess {

  private BrokerProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (var broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
        var producer = EmbeddedBrokerTest.producer(broker.bootstrapServers())) {
      System.out.println(broker.bootstrapServers());
      awaitTopic(broker.bootstrapServers());
      for (int n = 0; ; n++) {
        producer.send(new ProducerRecord<>("kept", "value " + n)).get();
        System.out.println("value " + n);
      }
    }
  }

  private static void awaitTopic(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      while (!admin.listTopics().names().get().equals(Set.of("kept"))) {
        Thread.sleep(Duration.ofMillis(20));
      }
    }
  }
}
