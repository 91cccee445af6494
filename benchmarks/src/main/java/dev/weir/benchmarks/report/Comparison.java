package dev.weir.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * All rounds together. A difference or a ratio is taken within a round, between candidates that ran
 * minutes apart on the same machine, and the median is taken over the rounds after that.
 */
public record Comparison(List<Figures> figures, String baseline) {

  public Comparison {
    figures = List.copyOf(figures);
  }

  /** The candidates in the order of their first appearance. */
  public List<String> candidates() {
    return figures.stream().map(Figures::candidate).distinct().toList();
  }

  /** The median over the rounds, or nothing where no round has the figure. */
  public OptionalDouble median(String candidate, Metric metric) {
    return median(
        rounds().mapMulti((round, each) -> value(round, candidate, metric).ifPresent(each)));
  }

  /**
   * The median over the rounds of the candidate's figure divided by the reference's. A round in
   * which the reference is not above zero (a difference lost in noise) has no ratio.
   */
  public OptionalDouble ratio(String candidate, Metric metric, String reference) {
    return median(
        rounds()
            .mapMulti((round, each) -> {
              OptionalDouble own = value(round, candidate, metric);
              OptionalDouble other = value(round, reference, metric);
              if (own.isPresent() && other.isPresent() && other.getAsDouble() > 0) {
                each.accept(own.getAsDouble() / other.getAsDouble());
              }
            }));
  }

  private DoubleStream rounds() {
    return figures.stream().mapToInt(Figures::round).distinct().asDoubleStream();
  }

  private OptionalDouble value(double round, String candidate, Metric metric) {
    if (metric.addedTo().isEmpty()) {
      return measured(round, candidate, metric);
    }
    if (candidate.equals(baseline)) {
      return OptionalDouble.empty();
    }
    Metric whole = metric.addedTo().get();
    OptionalDouble own = measured(round, candidate, whole);
    OptionalDouble base = measured(round, baseline, whole);
    return own.isPresent() && base.isPresent()
        ? OptionalDouble.of(own.getAsDouble() - base.getAsDouble())
        : OptionalDouble.empty();
  }

  private OptionalDouble measured(double round, String candidate, Metric metric) {
    for (Figures one : figures) {
      if (one.round() == (int) round && one.candidate().equals(candidate)) {
        return one.get(metric);
      }
    }
    return OptionalDouble.empty();
  }

  static OptionalDouble median(DoubleStream values) {
    double[] sorted = values.toArray();
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
