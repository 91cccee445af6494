package dev.weir.standalone.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where operators reach a process that has no callers. */
final class RoleOptions {

  @Option(
      names = "--listen",
      paramLabel = "HOST",
      description = "The address to listen on (127.0.0.1).")
  private @Nullable String listen;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "The port of /livez, /readyz and /metrics (a free one).")
  private @Nullable String adminPort;

  void addTo(Map<String, String> settings, String adminKey) {
    LogOptions.put(settings, "listen", listen);
    LogOptions.put(settings, adminKey, adminPort);
  }
}
