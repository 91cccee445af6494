package dev.weir.standalone.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One process's configuration.
 *
 * @param data the folder of everything that the process writes
 * @param keyEncryptionKey 32 bytes in base64; without it the key lies in the data folder
 */
public record WeirConfig(
    Path data,
    Listeners listeners,
    LogSettings log,
    Parts parts,
    Optional<Path> policy,
    Optional<Secret> keyEncryptionKey) {

  /** Where callers and operators come in; a port of 0 takes a free one. */
  public record Listeners(String host, int port, int adminPort) {}

  /**
   * The defaults, {@code weir.yaml} where there is one, and over both what the command line says.
   */
  public static WeirConfig load(
      Optional<Path> file, Map<String, String> commandLine, Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>();
    file.ifPresent(path -> settings.putAll(YamlSettings.parse(read(path))));
    Map<String, String> resolved = References.to(environment).resolveAll(settings);
    resolved.putAll(commandLine);
    return from(resolved);
  }

  /** From dotted names, as in {@code weir.yaml}. */
  static WeirConfig from(Map<String, String> source) {
    return from(source, _ -> {});
  }

  /**
   * {@code names} is told of every name that may be given, but those of other people's settings.
   */
  static WeirConfig from(Map<String, String> source, Consumer<Set<String>> names) {
    return Settings.read(
        source,
        settings ->
            new WeirConfig(
                settings.path("data", Path.of("weir-data")),
                new Listeners(
                    settings.text("listen", "127.0.0.1"),
                    settings.port("port", 8080),
                    settings.port("admin-port", 8081)),
                LogSettings.from(settings),
                Parts.from(settings),
                settings.optionalPath("policy"),
                settings.secret("key-encryption-key")),
        names);
  }

  /** The JSON Schema (2020-12) of {@code weir.yaml}, for editors. */
  public static String schema() {
    try (InputStream file =
        Objects.requireNonNull(WeirConfig.class.getResourceAsStream("weir.schema.json"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidConfigException(List.of(file + ": no such file"));
    } catch (MalformedInputException e) {
      throw new InvalidConfigException(List.of(file + ": not UTF-8"));
    } catch (IOException e) {
      throw new InvalidConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
    }
  }
}
