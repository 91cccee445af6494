package dev.weir.standalone.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a policy may refer to. Whoever writes a policy also says where a credential is sent, so a
 * policy reads less than {@code weir.yaml} does: environment variables that are not Weir's own, and
 * files below the one folder that {@code credentials.directory} names. It never reads the data
 * folder, and never the key-encryption key.
 */
public final class PolicyReferences {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?<source>env|file|dir):(?:(?<path>[^:${}]+):)?(?<name>[^:${}]+)}");
  private static final String OWN_PREFIX = "WEIR_";

  private final References references;
  private final Optional<Path> directory;
  private final Path data;
  private final Optional<Secret> keyEncryptionKey;

  public PolicyReferences(WeirConfig config, Map<String, String> environment) {
    this.references = References.to(environment);
    this.directory = config.parts().proxy().credentials();
    this.data = config.data();
    this.keyEncryptionKey = config.keyEncryptionKey();
  }

  /**
   * What the reference stands for.
   *
   * @throws IllegalArgumentException where it names nothing or something that a policy may not
   *     read; the message quotes the reference and never a value
   */
  public String resolve(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (!parts.matches()) {
      throw refused(reference, "is no reference to one environment variable or one file");
    }
    String path = parts.group("path");
    if (parts.group("source").equals("env")) {
      requireForeign(reference, path == null ? parts.group("name") : OWN_PREFIX);
    } else {
      requireInside(reference, path == null ? "" : path);
    }
    String value = value(reference);
    if (keyEncryptionKey.map(Secret::reveal).filter(value::equals).isPresent()) {
      throw refused(reference, "is the key-encryption key, which a policy may not read");
    }
    return value;
  }

  private static void requireForeign(String reference, String name) {
    if (name.startsWith(OWN_PREFIX)) {
      throw refused(
          reference, "may not be read by a policy: variables that begin with WEIR_ are Weir's own");
    }
  }

  private void requireInside(String reference, String path) {
    Path allowed =
        directory.orElseThrow(() ->
            refused(
                reference,
                "may not be read by a policy: weir.yaml names no credentials.directory"));
    Path real = real(reference, Path.of(path));
    if (!real.startsWith(real(reference, allowed))) {
      throw refused(
          reference, "may not be read by a policy: it is not below credentials.directory");
    }
    if (real.startsWith(realOrNamed(data))) {
      throw refused(reference, "may not be read by a policy: it is in the data folder");
    }
  }

  private String value(String reference) {
    try {
      return references.resolve(reference);
    } catch (InvalidConfigException e) {
      throw new IllegalArgumentException(reference + " names nothing here", e);
    }
  }

  /** Without symbolic links, which could lead out of the folder. */
  private static Path real(String reference, Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new IllegalArgumentException(reference + " names nothing here", e);
    }
  }

  private static Path realOrNamed(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static IllegalArgumentException refused(String reference, String why) {
    return new IllegalArgumentException(reference + " " + why);
  }
}
