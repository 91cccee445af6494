package dev.weir.governance.escrow;

/**
 * What was asked for of late, in two memories that fade: of the last second or two, and of as long
 * as a lease lasts. Times are monotonic nanoseconds.
 */
final class Flow {

  /** After so long without anything new, half of the short memory is gone. */
  private static final double HALF_LIFE_NANOS = 1e9;

  /** A steady flow's long memory holds as much as flows in so long. */
  private final double lifeNanos;

  private double lately;
  private double lasting;
  private long nanos;

  Flow(long lifeNanos) {
    this.lifeNanos = lifeNanos;
  }

  void add(long amount, long nowNanos) {
    lately = lately(nowNanos) + amount;
    lasting = lasting(nowNanos) + amount;
    nanos = nowNanos;
  }

  /** The short memory holds no less than {@code amount}. */
  void atLeast(long amount, long nowNanos) {
    lately = Math.max(lately(nowNanos), (double) amount);
    lasting = lasting(nowNanos);
    nanos = nowNanos;
  }

  void forget() {
    lately = 0;
    lasting = 0;
  }

  /** Of the last second or two. */
  double lately(long nowNanos) {
    return lately == 0 ? 0 : lately * Math.pow(0.5, (nowNanos - nanos) / HALF_LIFE_NANOS);
  }

  /** Of as long as a lease lasts; nothing where nothing was asked for so long. */
  double lasting(long nowNanos) {
    long quiet = nowNanos - nanos;
    return lasting == 0 || quiet > lifeNanos ? 0 : lasting * Math.exp(-quiet / lifeNanos);
  }
}
