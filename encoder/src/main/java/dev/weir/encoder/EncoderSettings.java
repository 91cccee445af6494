package dev.weir.encoder;

/**
 * How much of the machine the encoder may take.
 *
 * @param threads threads that share the work on one window
 * @param runs windows that are read at the same time; further callers wait
 */
public record EncoderSettings(int threads, int runs) {

  private static final int MOST = 64;

  /** One window at a time, on one core. */
  public static final EncoderSettings DEFAULT = new EncoderSettings(1, 1);

  public EncoderSettings {
    if (threads < 1 || threads > MOST || runs < 1 || runs > MOST) {
      throw new IllegalArgumentException(
          "threads and runs: from 1 to " + MOST + ", got " + threads + " and " + runs);
    }
  }
}
