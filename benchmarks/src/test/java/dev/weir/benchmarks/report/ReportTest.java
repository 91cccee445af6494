package dev.weir.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.process.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Circumstances CIRCUMSTANCES =
      new Circumstances(
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(60),
          new Machine("a \"fast\" one", 2, 1_024, "Linux 6", "a JVM"),
          "pinned",
          "0.1 0.1 0.1",
          "0.9 0.5 0.2",
          1,
          3,
          Map.of("nginx", "1.22"),
          List.of(new Circumstances.Absence("portkey", "no Node")));

  private static final Comparison COMPARISON =
      ComparisonTest.of(
          ComparisonTest.rps(1, "nginx", 20_000), ComparisonTest.rps(1, "weir", 12_345.6));

  private static final List<Goal> GOALS =
      List.of(
          Goal.ratio(
              "half of nginx",
              "weir",
              Metric.REQUESTS_PER_SECOND,
              "nginx",
              Goal.Bound.AT_LEAST,
              0.5));

  @Test
  void showsFiguresRatiosGoalsAndWhoIsMissing() {
    String text = new MarkdownReport(CIRCUMSTANCES, COMPARISON, "nginx", GOALS).render();

    assertThat(text)
        .contains("| weir | 12,346 | 0.62 |")
        .contains("| half of nginx | at least 0.50 | 0.62 | met |")
        .contains("**NOT MEASURED: portkey** (no Node)")
        .contains("load average before 0.1 0.1 0.1, after 0.9 0.5 0.2");
  }

  @Test
  void saysWhenStrangersHadTheGatewaysCore() {
    Comparison disturbed =
        ComparisonTest.of(
            new Figures(1, "nginx", Map.of(Metric.CLOSED_LOOP_OTHERS_PERCENT, 10.0)),
            new Figures(1, "weir", Map.of(Metric.CLOSED_LOOP_OTHERS_PERCENT, 10.1)));

    assertThat(new MarkdownReport(CIRCUMSTANCES, disturbed, "nginx", GOALS).render())
        .contains("**DISTURBED: weir**")
        .doesNotContain("**DISTURBED: nginx**");
  }

  @Test
  void writesTheSameForPrograms() {
    String text = new JsonReport(CIRCUMSTANCES, COMPARISON, "nginx", GOALS).render();

    assertThat(text)
        .contains("\"cpu\": \"a \\\"fast\\\" one\"")
        .contains("\"requestsPerSecond\": 12345.6")
        .contains("\"ratiosToNginx\"")
        .contains("\"verdict\": \"met\"");
  }
}
