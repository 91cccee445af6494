package dev.weir.governance.quota;

/**
 * What a hard limit does at a proxy that has spent or lost its credit and gets no new one, because
 * the log or the processors are away.
 *
 * @param safeRate units a second that each proxy may spend without credit; 0 for none
 */
public record Outage(Kind kind, long safeRate) {

  /** What may still be spent. */
  public enum Kind {
    /** Nothing: requests are refused until credit comes. */
    CLOSED,
    /** So much a second at each proxy. */
    SAFE_RATE,
    /** Everything: the limit does not hold meanwhile, and what is spent is counted afterwards. */
    OPEN
  }

  public static final Outage CLOSED = new Outage(Kind.CLOSED, 0);
  public static final Outage OPEN = new Outage(Kind.OPEN, 0);

  public Outage {
    if ((kind == Kind.SAFE_RATE) != (safeRate > 0)) {
      throw new IllegalArgumentException("a safe rate, and nothing else, has units a second");
    }
  }

  public static Outage safeRate(long unitsPerSecond) {
    return new Outage(Kind.SAFE_RATE, unitsPerSecond);
  }
}
