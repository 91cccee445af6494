package dev.weir.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The comparison for people: the goals, a table per phase, and the conditions. */
public record MarkdownReport(
    Circumstances circumstances, Comparison comparison, String reference, List<Goal> goals) {

  /** From here on a run is no basis for a claim. */
  private static final int DISTURBED_PERCENT = 10;

  private static final String READING =
      """

      ## How to read this

      Medians over the rounds. `x` columns are ratios, and "added" is the difference to the direct \
      call; both are taken within each round before the median. CPU is that of the gateway's \
      process with all its threads and children. Where the gateway had less than about 95 % of its \
      core, something else was the limit (others on that core, or the load's core when that one \
      was busy), and "per full core" is the figure to trust. The direct call has upstream and load \
      on one core. A late generator is a disturbed machine. Compare ratios, not absolute figures, \
      across machines.
      """;

  public String render() {
    StringBuilder out = new StringBuilder("# The proxy beside its peers\n\n");
    out.append(conditions());
    out.append(absences());
    out.append(disturbances());
    out.append("\n## Goals\n\n").append(goalTable());
    for (Phase phase : Phase.values()) {
      out.append("\n## ").append(phase.title()).append("\n\n").append(table(phase));
    }
    return out.append(READING).toString();
  }

  private String conditions() {
    return """
    - %s to %s, %d round(s), %d s per phase
    - %s, %d cores, %d MiB, %s
    - %s
    - load average before %s, after %s
    - %s
    """
        .formatted(
            circumstances.startedAt(),
            circumstances.endedAt(),
            circumstances.rounds(),
            circumstances.seconds(),
            circumstances.machine().cpu(),
            circumstances.machine().cores(),
            circumstances.machine().memoryMib(),
            circumstances.machine().kernel(),
            circumstances.pinning(),
            circumstances.loadBefore(),
            circumstances.loadAfter(),
            circumstances.versions().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; ")));
  }

  private String absences() {
    return circumstances.absences().stream()
        .map(absence ->
            "- **NOT MEASURED: %s** (%s)\n".formatted(absence.candidate(), absence.reason()))
        .collect(Collectors.joining());
  }

  private String disturbances() {
    return comparison.candidates().stream()
        .filter(candidate ->
            comparison.median(candidate, Metric.CLOSED_LOOP_OTHERS_PERCENT).orElse(0)
                > DISTURBED_PERCENT)
        .map(candidate ->
            "- **DISTURBED: %s** (others took more than %d %% of the gateway's core)\n"
                .formatted(candidate, DISTURBED_PERCENT))
        .collect(Collectors.joining());
  }

  private String goalTable() {
    StringBuilder out = new StringBuilder();
    row(out, Stream.of("goal", "limit", "measured", "verdict"));
    row(out, Stream.of("---", "---:", "---:", "---"));
    for (Goal goal : goals) {
      String limit = goal.bound().words() + " " + number(goal.limit(), decimals(goal.limit()));
      row(
          out,
          switch (goal.judge(comparison)) {
            case Goal.Verdict.Met(double value) ->
                Stream.of(goal.promise(), limit, number(value, decimals(goal.limit())), "met");
            case Goal.Verdict.Missed(double value) ->
                Stream.of(
                    goal.promise(), limit, number(value, decimals(goal.limit())), "**missed**");
            case Goal.Verdict.NotMeasured() ->
                Stream.of(goal.promise(), limit, "-", "not measured");
          });
    }
    return out.toString();
  }

  private String table(Phase phase) {
    List<Metric> metrics =
        Stream.of(Metric.values()).filter(metric -> metric.phase() == phase).toList();
    StringBuilder out = new StringBuilder();
    List<String> heads = new ArrayList<>(List.of("candidate"));
    for (Metric metric : metrics) {
      heads.add(metric.label());
      if (metric.compared()) {
        heads.add("x " + reference);
      }
    }
    row(out, heads.stream());
    row(out, Stream.concat(Stream.of("---"), heads.stream().skip(1).map(_ -> "---:")));
    for (String candidate : comparison.candidates()) {
      List<String> cells = new ArrayList<>(List.of(candidate));
      for (Metric metric : metrics) {
        cells.add(cell(comparison.median(candidate, metric), metric.decimals()));
        if (metric.compared()) {
          cells.add(cell(comparison.ratio(candidate, metric, reference), 2));
        }
      }
      row(out, cells.stream());
    }
    return out.toString();
  }

  private static void row(StringBuilder out, Stream<String> cells) {
    out.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String cell(OptionalDouble value, int decimals) {
    return value.isPresent() ? number(value.getAsDouble(), decimals) : "-";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A limit below a hundred is a ratio or a size, where two decimals are of interest. */
  private static int decimals(double limit) {
    return limit < 100 ? 2 : 0;
  }
}
