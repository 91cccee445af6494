package dev.weir.benchmarks.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What one candidate reached in one round. A figure that could not be taken is not in it. */
public record Figures(int round, String candidate, Map<Metric, Double> values) {

  public Figures {
    EnumMap<Metric, Double> finite = new EnumMap<>(Metric.class);
    values.forEach((metric, value) -> {
      if (Double.isFinite(value)) {
        finite.put(metric, value);
      }
    });
    values = Map.copyOf(finite);
  }

  OptionalDouble get(Metric metric) {
    Double value = values.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
