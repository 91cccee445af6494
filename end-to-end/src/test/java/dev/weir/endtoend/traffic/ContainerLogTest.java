package dev.weir.endtoend.traffic;

import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The same promises on a Kafka in a container, with each part of Weir in a process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerLogTest extends GovernedTraffic {

  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");

  private static final URI NOWHERE = URI.create("");

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private KafkaContainer kafka;
  private SchemaRegistryServer registry;
  private Installation installation;
  private WeirProcess.Running up;
  private URI second = NOWHERE;

  @BeforeAll
  void start(@TempDir Path folder) {
    requireEngine();
    kafka = new KafkaContainer(IMAGE);
    kafka.start();
    installation = Installation.in(folder);
    String servers = "--bootstrap-servers=" + kafka.getBootstrapServers();
    registry = SchemaRegistryServer.start(kafka.getBootstrapServers(), 0);
    up =
        installation
            .start(
                "up",
                "one",
                servers,
                "--registry=" + registry.uri(),
                "--policy=" + installation.policy())
            .running();
    second = installation.join("proxy", "two", up, "one").gateway();
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

  @AfterAll
  void stop() {
    if (installation != null) {
      installation.close();
    }
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.stop();
    }
  }

  @Override
  Installation installation() {
    return installation;
  }

  @Override
  WeirProcess.Running weir() {
    return up;
  }

  @Override
  URI second() {
    return second;
  }

  @Override
  String data() {
    return "one";
  }

  @Override
  Map<String, String> keys() {
    return keys;
  }
}
