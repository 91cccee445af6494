package dev.weir.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The comparison for programs: every round's figures, the medians, the ratios, the goals. */
public record JsonReport(
    Circumstances circumstances, Comparison comparison, String reference, List<Goal> goals) {

  public String render() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("circumstances", conditions());
    root.put("rounds", comparison.figures().stream().map(JsonReport::round).toList());
    root.put("medians", perCandidate(comparison::median));
    root.put(
        "ratiosTo" + reference.substring(0, 1).toUpperCase(Locale.ROOT) + reference.substring(1),
        perCandidate((candidate, metric) -> comparison.ratio(candidate, metric, reference)));
    root.put("goals", goals.stream().map(this::goal).toList());
    return Json.write(root);
  }

  private Map<String, Object> conditions() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("startedAt", circumstances.startedAt());
    map.put("endedAt", circumstances.endedAt());
    map.put("cpu", circumstances.machine().cpu());
    map.put("cores", circumstances.machine().cores());
    map.put("memoryMib", circumstances.machine().memoryMib());
    map.put("kernel", circumstances.machine().kernel());
    map.put("java", circumstances.machine().java());
    map.put("pinning", circumstances.pinning());
    map.put("loadAverageBefore", circumstances.loadBefore());
    map.put("loadAverageAfter", circumstances.loadAfter());
    map.put("rounds", circumstances.rounds());
    map.put("secondsPerPhase", circumstances.seconds());
    map.put("versions", circumstances.versions());
    map.put(
        "absent",
        circumstances.absences().stream()
            .map(a -> Map.of("candidate", a.candidate(), "reason", a.reason()))
            .toList());
    return map;
  }

  private static Map<String, Object> round(Figures figures) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("round", figures.round());
    map.put("candidate", figures.candidate());
    for (Metric metric : Metric.values()) {
      figures.get(metric).ifPresent(value -> map.put(name(metric), rounded(value)));
    }
    return map;
  }

  private Map<String, Object> perCandidate(Lookup lookup) {
    Map<String, Object> candidates = new LinkedHashMap<>();
    for (String candidate : comparison.candidates()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Metric metric : Metric.values()) {
        lookup.find(candidate, metric).ifPresent(value -> values.put(name(metric), rounded(value)));
      }
      candidates.put(candidate, values);
    }
    return candidates;
  }

  private Map<String, Object> goal(Goal goal) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("promise", goal.promise());
    map.put("candidate", goal.candidate());
    map.put("metric", name(goal.metric()));
    map.put("dividedBy", goal.reference());
    map.put("bound", goal.bound().words());
    map.put("limit", goal.limit());
    switch (goal.judge(comparison)) {
      case Goal.Verdict.Met(double value) -> {
        map.put("value", rounded(value));
        map.put("verdict", "met");
      }
      case Goal.Verdict.Missed(double value) -> {
        map.put("value", rounded(value));
        map.put("verdict", "missed");
      }
      case Goal.Verdict.NotMeasured() -> map.put("verdict", "not measured");
    }
    return map;
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  /** {@code REQUESTS_PER_SECOND} becomes {@code requestsPerSecond}. */
  private static String name(Metric metric) {
    List<String> words = new ArrayList<>();
    for (String word : metric.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      words.add(
          words.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return String.join("", words);
  }

  private interface Lookup {
    OptionalDouble find(String candidate, Metric metric);
  }
}
