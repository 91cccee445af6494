package dev.weir.benchmarks;

/**
 * Says when a candidate has reached its steady speed: two pieces of warm-up in a row were hardly
 * faster than the fastest before them. A virtual machine that compiles on the core it runs on takes
 * half a minute; nginx takes no time at all.
 */
final class Steadiness {

  /** A candidate that still gets faster after so many is measured as it is. */
  static final int PIECES_MAX = 12;

  private static final double HARDLY_FASTER = 1.05;
  private static final int IN_A_ROW = 2;

  private double fastest;
  private int pieces;
  private int hardlyFaster;

  /** Takes the speed of the next piece in; true where no more warm-up is needed. */
  boolean reachedWith(double perSecond) {
    pieces++;
    hardlyFaster = perSecond <= fastest * HARDLY_FASTER ? hardlyFaster + 1 : 0;
    fastest = Math.max(fastest, perSecond);
    return hardlyFaster >= IN_A_ROW || pieces >= PIECES_MAX;
  }
}
