package dev.weir.standalone.cli;

import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.LogSettings;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.process.Addresses;
import dev.weir.standalone.process.DataDirectory;
import dev.weir.standalone.process.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that needs the log: where it is, and the file that says the rest. */
final class LogOptions {

  private static final Path CONFIG = Path.of("weir.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The process's configuration (weir.yaml, where there is one).")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of everything that is written (./weir-data).")
  private @Nullable String data;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,..",
      description = "An existing Kafka; needs --registry.")
  private @Nullable String bootstrapServers;

  @Option(names = "--registry", paramLabel = "URL", description = "An existing schema registry.")
  private @Nullable String registry;

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      description = "What every topic's name begins with (weir.).")
  private @Nullable String topicPrefix;

  /** The configuration with what this and the other options say. */
  WeirConfig load(Map<String, String> others) {
    Map<String, String> settings = new TreeMap<>(others);
    put(settings, "data", data);
    put(settings, "kafka.bootstrap-servers", bootstrapServers);
    put(settings, "registry.url", registry);
    put(settings, "kafka.topic-prefix", topicPrefix);
    Optional<Path> file =
        Optional.ofNullable(config).or(() -> Optional.of(CONFIG).filter(Files::exists));
    return WeirConfig.load(file, settings, System.getenv());
  }

  /** What another command has to be given, wherever it is called, to find the same folder. */
  String repeated() {
    return repeated("--config", config) + repeated("--data", data == null ? null : Path.of(data));
  }

  static String repeated(String option, @Nullable Path path) {
    return path == null
        ? ""
        : " %s '%s'"
            .formatted(option, path.toAbsolutePath().normalize().toString().replace("'", "'\\''"));
  }

  static void put(Map<String, String> settings, String key, @Nullable Object value) {
    if (value != null) {
      settings.put(key, value.toString());
    }
  }

  /**
   * The log that the configuration names, or that of the process that runs on the data folder.
   *
   * @throws StartException where there is neither
   */
  static LogConnection connection(WeirConfig config) {
    LogSettings log = config.log();
    if (!log.isEmbedded()) {
      return new LogConnection(
          log.bootstrapServers().orElseThrow(),
          log.registry().orElseThrow(),
          log.topicPrefix(),
          log.clientProperties());
    }
    Addresses running =
        Addresses.of(DataDirectory.at(config.data()))
            .orElseThrow(() ->
                new StartException(
                    "nothing runs on "
                        + config.data()
                        + ": start it with 'weir up', or name an existing log with"
                        + " --bootstrap-servers and --registry"));
    return new LogConnection(
        running.bootstrapServers(),
        running.registry(),
        running.topicPrefix(),
        log.clientProperties());
  }
}
