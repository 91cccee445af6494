package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proxies that share a data folder, as processes on one machine may; each has its own journal. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxiesOfOneFolderTest {

  private static final URI ECHO = URI.create("http://127.0.0.1:1");

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  @BeforeAll
  void startLog(@TempDir Path log) {
    broker = EmbeddedBroker.start(log, 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
  }

  @AfterAll
  void stopLog() {
    registry.close();
    broker.close();
  }

  @Test
  void startSideBySideUnderNamesOfTheirOwn() {
    try (var north = open("north", "proxy-north");
        var south = open("south", "proxy-south")) {
      URI first = start(north);
      URI second = start(south);

      assertThat(first).isNotEqualTo(second);
      assertThat(folder.resolve("journal/north")).isDirectory();
      assertThat(folder.resolve("journal/south")).isDirectory();
    }
  }

  @Test
  void areToldApartByTheirNames() {
    try (var one = open("same", "gateway");
        var other = open("same", "proxy-same")) {
      start(one);

      assertThatThrownBy(() -> start(other))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("already uses the journal in " + folder.resolve("journal/same"))
          .hasMessageContaining("proxy.id")
          .hasMessageContaining("proxy.journal");
    }
  }

  private WeirProcess open(String id, String role) {
    Map<String, String> settings =
        Map.of(
            "data",
            folder.toString(),
            "port",
            "0",
            "admin-port",
            "0",
            "proxy.id",
            id,
            "kafka.bootstrap-servers",
            broker.bootstrapServers(),
            "registry.url",
            registry.uri().toString());
    return WeirProcess.open(WeirConfig.load(Optional.empty(), settings, Map.of()), role);
  }

  private URI start(WeirProcess process) {
    LogConnection log = process.startLog();
    return process.startProxy(log, new KeyEncryptionKey(new byte[32]), ECHO);
  }
}
