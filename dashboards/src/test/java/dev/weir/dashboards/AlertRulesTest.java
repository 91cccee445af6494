package dev.weir.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertRulesTest {

  private static final String RULES = "weir-rules.yaml";
  private static final String RULES_TEST = "weir-rules-test.yaml";

  @TempDir private Path directory;

  @BeforeEach
  void copyRules() throws IOException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
        "promtool is not installed: apt-get install prometheus");
    for (String name : List.of(RULES, RULES_TEST)) {
      try (InputStream resource = getClass().getResourceAsStream("/prometheus/" + name)) {
        assertThat(resource).isNotNull();
        Files.copy(resource, directory.resolve(name));
      }
    }
  }

  @Test
  void arePassedByPromtool() throws Exception {
    promtool("check", "rules", "--lint=all", "--lint-fatal", RULES);
  }

  @Test
  void fireWhenTheyShouldAndNotBefore() throws Exception {
    promtool("test", "rules", RULES_TEST);
  }

  private void promtool(String... arguments) throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("promtool ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
