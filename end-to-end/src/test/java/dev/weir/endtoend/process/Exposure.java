package dev.weir.endtoend.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What processes show to whoever reads their output, their log files, their metrics and the files
 * of the broker, which end in {@code .log} as well.
 */
public final class Exposure {

  private final Map<String, String> texts = new HashMap<>();

  /** Everything below the folder that is a log or an output. */
  public Exposure(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Exposure::isShown).toList()) {
        // One character a byte, so that a text is found among whatever else is in a file.
        texts.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isShown(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".log") || name.endsWith(".out")) && Files.isRegularFile(file);
  }

  /** Also the metrics at this admin port. */
  public Exposure with(URI admin) {
    Page metrics = Page.of(admin, "/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    texts.put(admin + "/metrics", metrics.text());
    return this;
  }

  /** Fails where none of these logs was found and written to, or where any of it shows a secret. */
  public void assertHides(List<String> logs, String... secrets) {
    for (String log : logs) {
      assertThat(texts)
          .as("a log file " + log + " to look into")
          .anySatisfy((name, text) -> {
            assertThat(Path.of(name).getFileName()).hasToString(log);
            assertThat(text).isNotBlank();
          });
    }
    assertThat(texts)
        .allSatisfy((name, text) -> {
          for (String secret : secrets) {
            assertThat(text.contains(secret)).as("%s shows '%s'", name, secret).isFalse();
          }
        });
  }
}
