package dev.weir.standalone.secret;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.CredentialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Environment variables and files, with Kafka's own providers and their allow lists: variables
 * whose names match {@code credentials.variables}, and files below the one folder that {@code
 * credentials.directory} names. Never a variable of Weir's own, and never a file of the data
 * folder.
 */
final class LocalReferences {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?<source>env|file|dir):(?:(?<path>[^:${}]+):)?(?<name>[^:${}]+)}");
  private static final String OWN_PREFIX = "WEIR_";

  /** A key has some hundred bytes; the document of an account, some thousand. */
  private static final long FILE_BYTES_MAX = 1L << 16;

  private final Map<String, String> environment;
  private final CredentialSettings settings;
  private final Pattern variables;
  private final Path data;
  private final List<Path> never;

  /** {@code never}: files that no policy may read, wherever they are. */
  LocalReferences(
      CredentialSettings settings, Path data, List<Path> never, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
    this.variables = Pattern.compile(settings.variables());
    this.data = data;
    this.never = List.copyOf(never);
  }

  SecretText read(CredentialReference reference) throws UnreadableSecretException {
    Matcher parts = REFERENCE.matcher(reference.text());
    if (!parts.matches()) {
      throw refused(reference, "is no reference to one environment variable or one file");
    }
    String name = parts.group("name");
    Optional<String> path = Optional.ofNullable(parts.group("path"));
    try {
      return read(reference, parts.group("source"), path, name);
    } catch (InvalidPathException | ConfigException _) {
      // Their messages could quote a line of the file.
      throw refused(reference, "cannot be read: its path is none that can be used here");
    }
  }

  private SecretText read(
      CredentialReference reference, String source, Optional<String> path, String name)
      throws UnreadableSecretException {
    return switch (source) {
      case "env" -> {
        requireForeign(reference, path.isEmpty() ? name : OWN_PREFIX);
        yield value(reference, variables(), reference.text());
      }
      case "file" -> {
        Path file = inside(reference, Path.of(path.orElse("")));
        yield value(
            reference, files(new FileConfigProvider(), file), "${file:" + file + ":" + name + "}");
      }
      default -> {
        Path folder = inside(reference, Path.of(path.orElse("")));
        var _ = inside(reference, folder.resolve(name));
        yield value(
            reference,
            files(new DirectoryConfigProvider(), folder),
            "${dir:" + folder + ":" + name + "}");
      }
    };
  }

  private void requireForeign(CredentialReference reference, String name)
      throws UnreadableSecretException {
    if (name.startsWith(OWN_PREFIX)) {
      throw refused(
          reference, "may not be read by a policy: variables that begin with WEIR_ are Weir's own");
    }
    if (!variables.matcher(name).matches()) {
      throw refused(
          reference, "may not be read by a policy: its name does not match credentials.variables");
    }
  }

  /** The file or folder without symbolic links, which could lead out of the folder. */
  private Path inside(CredentialReference reference, Path path) throws UnreadableSecretException {
    if (settings.directory().isEmpty()) {
      throw refused(
          reference, "may not be read by a policy: weir.yaml names no credentials.directory");
    }
    if (path.toString().contains(",")) {
      // Kafka's providers take a comma for the end of an allowed path.
      throw refused(reference, "cannot be read: a path with a comma cannot be allowed");
    }
    Path real = real(reference, path);
    if (!real.startsWith(real(reference, settings.directory().get()))) {
      throw refused(
          reference, "may not be read by a policy: it is not below credentials.directory");
    }
    if (real.startsWith(realOrNamed(data))) {
      throw refused(reference, "may not be read by a policy: it is in the data folder");
    }
    if (never.stream().map(LocalReferences::realOrNamed).anyMatch(real::equals)) {
      throw refused(
          reference,
          "may not be read by a policy: it is of Weir's own keystore, or the way into Vault");
    }
    requireSmall(reference, real);
    return real;
  }

  private static void requireSmall(CredentialReference reference, Path path)
      throws UnreadableSecretException {
    try {
      if (Files.isRegularFile(path) && Files.size(path) > FILE_BYTES_MAX) {
        throw refused(reference, "is in a file of more than " + FILE_BYTES_MAX + " bytes");
      }
    } catch (IOException e) {
      throw refused(reference, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private ConfigProvider variables() {
    var provider = new EnvVarConfigProvider(environment);
    provider.configure(Map.of(EnvVarConfigProvider.ALLOWLIST_PATTERN_CONFIG, settings.variables()));
    return provider;
  }

  private static ConfigProvider files(ConfigProvider provider, Path only) {
    provider.configure(Map.of("allowed.paths", only.toString()));
    return provider;
  }

  private static SecretText value(
      CredentialReference reference, ConfigProvider provider, String resolved)
      throws UnreadableSecretException {
    Map<String, ConfigProvider> providers = new HashMap<>();
    for (String source : List.of("env", "file", "dir")) {
      providers.put(source, provider);
    }
    try {
      String found =
          new ConfigTransformer(providers).transform(Map.of("value", resolved)).data().get("value");
      if (found == null || found.equals(resolved)) {
        throw refused(reference, "names nothing here");
      }
      return new SecretText(found.strip());
    } catch (ConfigException _) {
      // Its message could quote a line of the file.
      throw refused(reference, "cannot be read");
    }
  }

  private static Path real(CredentialReference reference, Path path)
      throws UnreadableSecretException {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      throw refused(reference, "names nothing here");
    }
  }

  private static Path realOrNamed(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static UnreadableSecretException refused(CredentialReference reference, String why) {
    return new UnreadableSecretException(reference + " " + why);
  }
}
