package dev.weir.standalone.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process is reached. */
final class ListenOptions {

  @Option(
      names = "--listen",
      paramLabel = "HOST",
      description = "The address to listen on (127.0.0.1).")
  private @Nullable String listen;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The gateway's port (8080); 0 takes a free one.")
  private @Nullable String port;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "The port of /livez, /readyz and /metrics (8081).")
  private @Nullable String adminPort;

  void addTo(Map<String, String> settings, String adminKey) {
    LogOptions.put(settings, "listen", listen);
    LogOptions.put(settings, "port", port);
    LogOptions.put(settings, adminKey, adminPort);
  }
}
