package dev.weir.standalone.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Replaces {@code ${env:NAME}}, {@code ${file:/path/to.properties:key}} and {@code
 * ${dir:/folder:file}} by what they name, with Kafka's own providers. A reference that names
 * nothing is an error, never an empty text.
 */
public final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file|dir):[^}]*}");

  private final ConfigTransformer transformer;

  private References(Map<String, ConfigProvider> providers) {
    this.transformer = new ConfigTransformer(providers);
  }

  /** Looks names up in this environment. */
  public static References to(Map<String, String> environment) {
    var file = new FileConfigProvider();
    file.configure(Map.of());
    var dir = new DirectoryConfigProvider();
    dir.configure(Map.of());
    var env = new EnvVarConfigProvider(environment);
    env.configure(Map.of());
    return new References(Map.of("env", env, "file", file, "dir", dir));
  }

  /**
   * One text with its references replaced.
   *
   * @throws InvalidConfigException where one names nothing
   */
  public String resolve(String text) {
    return String.valueOf(resolveAll(Map.of("reference", text)).get("reference"));
  }

  Map<String, String> resolveAll(Map<String, String> source) {
    Map<String, String> resolved = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    source.forEach((key, value) -> {
      try {
        String found = String.valueOf(transformer.transform(Map.of(key, value)).data().get(key));
        if (REFERENCE.matcher(value).find() && found.equals(value)) {
          problems.add(key + ": " + value + " names nothing");
        }
        resolved.put(key, found.strip());
      } catch (ConfigException e) {
        problems.add(key + ": " + value + " cannot be read: " + e.getMessage());
      }
    });
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    return resolved;
  }
}
