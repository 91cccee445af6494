package dev.weir.benchmarks.report;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure to reach.
 *
 * @param reference the candidate that the figure is divided by; nothing for a figure on its own
 */
public record Goal(
    String promise,
    String candidate,
    Metric metric,
    Optional<String> reference,
    Bound bound,
    double limit) {

  /** Which side of the limit is the good one. */
  public enum Bound {
    AT_LEAST("at least"),
    AT_MOST("at most");

    private final String words;

    Bound(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What a comparison says of a goal. */
  public sealed interface Verdict {

    record Met(double value) implements Verdict {}

    record Missed(double value) implements Verdict {}

    record NotMeasured() implements Verdict {}
  }

  /** A goal for a ratio. */
  public static Goal ratio(
      String promise,
      String candidate,
      Metric metric,
      String reference,
      Bound bound,
      double limit) {
    return new Goal(promise, candidate, metric, Optional.of(reference), bound, limit);
  }

  /** A goal for a figure on its own. */
  public static Goal value(
      String promise, String candidate, Metric metric, Bound bound, double limit) {
    return new Goal(promise, candidate, metric, Optional.empty(), bound, limit);
  }

  public Verdict judge(Comparison comparison) {
    OptionalDouble value =
        reference.isPresent()
            ? comparison.ratio(candidate, metric, reference.get())
            : comparison.median(candidate, metric);
    if (value.isEmpty()) {
      return new Verdict.NotMeasured();
    }
    boolean met =
        switch (bound) {
          case AT_LEAST -> value.getAsDouble() >= limit;
          case AT_MOST -> value.getAsDouble() <= limit;
        };
    return met ? new Verdict.Met(value.getAsDouble()) : new Verdict.Missed(value.getAsDouble());
  }
}
