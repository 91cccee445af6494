package dev.weir.governance.burn;

import java.time.Duration;
import java.util.List;

/**
 * When a budget is spent too fast: where both windows have at least {@code factor} times the rate
 * that would spend it just by its end. The long window tells that it matters, the short one that it
 * still goes on (Google, The Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate
 * Alerts", whose numbers are for an error budget of 30 days).
 */
public record BurnRule(
    String name, double factor, Duration longWindow, Duration shortWindow, int severityId) {

  private static final Duration WORKBOOK = Duration.ofDays(30);
  private static final Duration LONG_MIN = Duration.ofMinutes(5);
  private static final Duration SHORT_MIN = Duration.ofMinutes(2);

  /** As in the workbook: the short window is a twelfth of the long one. */
  private static final int SHORT_PART = 12;

  /**
   * The rules for a budget of this length, the most urgent first: 2 % of the budget within 1 hour
   * of 720, 5 % within 6, 10 % within 72. For other lengths the windows are in proportion, in whole
   * minutes, and in whole hours above six; the long one has five minutes at least and the short one
   * two.
   */
  public static List<BurnRule> of(Duration budget) {
    return List.of(
        rule("fast", 14.4, Duration.ofHours(1), budget, 4),
        rule("steady", 6, Duration.ofHours(6), budget, 3),
        rule("slow", 1, Duration.ofDays(3), budget, 2));
  }

  private static BurnRule rule(
      String name, double factor, Duration inWorkbook, Duration budget, int severityId) {
    double scale = (double) budget.toSeconds() / WORKBOOK.toSeconds();
    Duration window = atLeast(LONG_MIN, scaled(inWorkbook, scale));
    return new BurnRule(
        name, factor, window, atLeast(SHORT_MIN, scaled(window, 1.0 / SHORT_PART)), severityId);
  }

  private static Duration scaled(Duration window, double scale) {
    long minutes = (long) Math.ceil(window.toMinutes() * scale - 1e-9);
    return minutes <= SpendHistory.MINUTES
        ? Duration.ofMinutes(minutes)
        : Duration.ofHours(Math.ceilDiv(minutes, 60L));
  }

  private static Duration atLeast(Duration min, Duration window) {
    return window.compareTo(min) < 0 ? min : window;
  }
}
