package dev.weir.dashboards;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules by which Prometheus raises alerts. */
public final class AlertRules {

  private static final String NAME = "weir-rules.yaml";

  private AlertRules() {}

  /** Writes them into the directory, for Prometheus and its tools to read. */
  public static Path copyTo(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    try (InputStream rules = AlertRules.class.getResourceAsStream("/prometheus/" + NAME)) {
      if (rules == null) {
        throw new IllegalStateException("the jar lacks " + NAME);
      }
      Files.copy(rules, file);
    }
    return file;
  }
}
