package dev.weir.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    AlertRules.copyTo(directory);
    try (InputStream resource = getClass().getResourceAsStream("/prometheus/" + RULES_TEST)) {
      assertThat(resource).isNotNull();
      Files.copy(resource, directory.resolve(RULES_TEST));
    }
  }

  @Test
  void haveACaseEachInWhichTheyFire() throws IOException {
    assertThat(names("alertname: (\\w+)\\s+exp_alerts:", RULES_TEST))
        .containsExactlyInAnyOrderElementsOf(names("- alert: (\\w+)", RULES));
  }

  @Test
  void arePassedByPromtool() throws Exception {
    promtool("check", "rules", "--lint=all", "--lint-fatal", RULES);
  }

  @Test
  void fireWhenTheyShouldAndNotBefore() throws Exception {
    promtool("test", "rules", RULES_TEST);
  }

  private Set<String> names(String pattern, String file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(directory.resolve(file)))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private void promtool(String... arguments) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
        "promtool is not installed: apt-get install prometheus");
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
