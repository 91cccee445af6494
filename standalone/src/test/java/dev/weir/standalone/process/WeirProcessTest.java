package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.WeirConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WeirProcessTest {

  @TempDir private Path folder;

  @Test
  void givesTheClientsOfTheLogInsideWhatIsConfiguredForThem() {
    Map<String, String> settings =
        Map.of(
            "data", folder.toString(),
            "kafka.embedded-port", "0",
            "registry.embedded-port", "0",
            "kafka.properties.compression.type", "lz4");
    WeirConfig config = WeirConfig.load(Optional.empty(), settings, Map.of());

    try (var process = WeirProcess.open(config, "broker")) {
      LogConnection log = process.startLog();

      assertThat(log.clientProperties()).containsEntry("compression.type", "lz4");
    }
  }
}
