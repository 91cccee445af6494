package dev.weir.standalone.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports of the broker and the registry that run inside; both listen on loopback only. */
final class EmbeddedOptions {

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Of the embedded broker (19092).")
  private @Nullable String kafkaPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      description = "Of the embedded registry (18081).")
  private @Nullable String registryPort;

  void addTo(Map<String, String> settings) {
    LogOptions.put(settings, "kafka.embedded-port", kafkaPort);
    LogOptions.put(settings, "registry.embedded-port", registryPort);
  }
}
