package dev.weir.endtoend.traffic;

import dev.weir.standalone.registry.SchemaRegistryServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The same promises on a Kafka in a container, with each part of Weir in a process of its own. */
final class ContainerLogTest extends GovernedTraffic {

  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");

  private @Nullable KafkaContainer kafka;
  private @Nullable SchemaRegistryServer registry;

  @Override
  List<String> startLog() {
    requireEngine();
    kafka = new KafkaContainer(IMAGE);
    kafka.start();
    registry = SchemaRegistryServer.start(kafka.getBootstrapServers(), 0);
    return List.of(
        "--bootstrap-servers=" + kafka.getBootstrapServers(), "--registry=" + registry.uri());
  }

  private static void requireEngine() {
    String reason =
        "no Docker engine answers: Weir was not tested on a Kafka in a container (start an engine"
            + " that has the image "
            + IMAGE
            + ")";
    boolean available = DockerClientFactory.instance().isDockerAvailable();
    if (!available) {
      System.out.println("[SKIPPED] ContainerLogTest: " + reason);
    }
    Assumptions.assumeTrue(available, reason);
  }

  @Override
  void stopLog() {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.stop();
    }
  }
}
