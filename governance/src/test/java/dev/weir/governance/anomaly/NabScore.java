package dev.weir.governance.anomaly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The standard profile of the Numenta Anomaly Benchmark (Lavin and Ahmad, "Evaluating Real-time
 * Anomaly Detection Algorithms", 2015): an early detection in a window counts up to 1, a missed
 * window -1, a false one up to -0.11 and less shortly after a window; the first 15 % of a series,
 * at most 750 values, count for nothing. One threshold for all series is the best one. 0 is who
 * never alerts, 100 is who alerts at the beginning of each window and else never.
 */
record NabScore(double score, double threshold, int found, int windows, int falseAlerts) {

  private static final double FALSE_ALERT = 0.11;
  private static final double PROBATION = 0.15;
  private static final int PROBATION_LENGTH_MAX = 5_000;

  /** One value: its score, what an alert there is worth, and in which window it is, or -1. */
  private record Point(double score, double worth, int window) {}

  static NabScore best(List<NabSeries> series, List<double[]> scores) {
    List<Point> points = new ArrayList<>();
    int windows = 0;
    for (int i = 0; i < series.size(); i++) {
      addPoints(points, series.get(i), scores.get(i), windows);
      windows += series.get(i).windows().size();
    }
    points.sort(Comparator.comparingDouble(Point::score).reversed());
    return sweep(points, windows);
  }

  private static void addPoints(
      List<Point> points, NabSeries series, double[] scores, int firstWindow) {
    int probation =
        (int) Math.floor(PROBATION * Math.min(series.values().length, PROBATION_LENGTH_MAX));
    NabSeries.Window before = null;
    int next = 0;
    for (int i = 0; i < scores.length; i++) {
      while (next < series.windows().size() && series.windows().get(next).last() < i) {
        before = series.windows().get(next++);
      }
      boolean inside = next < series.windows().size() && series.windows().get(next).holds(i);
      if (i >= probation) {
        points.add(
            inside
                ? new Point(scores[i], inside(series.windows().get(next), i), firstWindow + next)
                : new Point(scores[i], before == null ? -FALSE_ALERT : after(before, i), -1));
      }
    }
  }

  private static double inside(NabSeries.Window window, int index) {
    double position = -(window.last() - index + 1.0) / window.width();
    return sigmoid(position) / sigmoid(-1);
  }

  private static double after(NabSeries.Window window, int index) {
    return FALSE_ALERT * sigmoid((index - window.last()) / (window.width() - 1.0));
  }

  /** From 1 within a window to -1 long after it. */
  private static double sigmoid(double position) {
    return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
  }

  private static NabScore sweep(List<Point> points, int windows) {
    double[] won = new double[windows];
    Arrays.fill(won, -1);
    double total = -windows;
    int found = 0;
    int falseAlerts = 0;
    double bestTotal = total;
    NabScore best = new NabScore(0, 1, 0, windows, 0);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (point.window() < 0) {
        total += point.worth();
        falseAlerts++;
      } else if (point.worth() > won[point.window()]) {
        found += won[point.window()] == -1 ? 1 : 0;
        total += point.worth() - won[point.window()];
        won[point.window()] = point.worth();
      }
      boolean last = i + 1 == points.size() || points.get(i + 1).score() < point.score();
      if (last && total > bestTotal) {
        bestTotal = total;
        best =
            new NabScore(
                100 * (total + windows) / (2 * windows),
                point.score(),
                found,
                windows,
                falseAlerts);
      }
    }
    return best;
  }
}
