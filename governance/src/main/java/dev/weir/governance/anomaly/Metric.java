package dev.weir.governance.anomaly;

/** What is watched of a team, a key and a model, and from where on a difference matters. */
public enum Metric {
  REQUESTS("requests", 20, 3, true),
  TOKENS("tokens", 10_000, 3, false),
  /** US dollars. */
  COST("cost", 0.5, 3, false),
  /** Share of the requests that failed upstream. */
  ERRORS("errors", 0.1, 2, false),
  /** Milliseconds, the geometric mean. */
  LATENCY("latency", 500, 2, false),
  /** Share of the requests that were refused. */
  BLOCKED("blocked", 0.1, 2, false);

  private final String text;
  private final double differenceMin;
  private final double ratioMin;
  private final boolean alsoBelow;

  Metric(String text, double differenceMin, double ratioMin, boolean alsoBelow) {
    this.text = text;
    this.differenceMin = differenceMin;
    this.ratioMin = ratioMin;
    this.alsoBelow = alsoBelow;
  }

  /** The name in alerts. */
  public String text() {
    return text;
  }

  /** Whether somebody would want to know, however rare the value is. */
  boolean matters(double observed, double expected) {
    return isAbove(observed, expected) || (alsoBelow && isAbove(expected, observed));
  }

  private boolean isAbove(double high, double low) {
    return high - low >= differenceMin && high >= ratioMin * low;
  }
}
