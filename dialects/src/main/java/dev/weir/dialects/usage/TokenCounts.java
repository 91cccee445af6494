package dev.weir.dialects.usage;

/**
 * What one attempt spent, in disjoint classes: their sum is what the provider counted.
 *
 * @param input without cached, audio and image tokens
 * @param output without reasoning, audio and image tokens
 * @param audio of prompt and answer together
 * @param image of prompt and answer together
 * @param parts what of the classes has a price of its own
 */
public record TokenCounts(
    long input,
    long cacheRead,
    long cacheWrite,
    long output,
    long reasoning,
    long audio,
    long image,
    Parts parts) {

  public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0, 0, 0);

  /**
   * Parts of classes: each is counted in its class already.
   *
   * @param cacheWriteHour of what was written to a cache: kept for an hour
   * @param cacheReadAudio of what was read from a cache: audio
   * @param audioOutput of audio: the answer's
   * @param imageOutput of images: the answer's
   */
  public record Parts(
      long cacheWriteHour, long cacheReadAudio, long audioOutput, long imageOutput) {

    public static final Parts NONE = new Parts(0, 0, 0, 0);

    public Parts {
      if (cacheWriteHour < 0 || cacheReadAudio < 0 || audioOutput < 0 || imageOutput < 0) {
        throw new IllegalArgumentException("token counts cannot be negative");
      }
    }
  }

  public TokenCounts {
    if (input < 0
        || cacheRead < 0
        || cacheWrite < 0
        || output < 0
        || reasoning < 0
        || audio < 0
        || image < 0) {
      throw new IllegalArgumentException("token counts cannot be negative");
    }
    if (parts.cacheWriteHour > cacheWrite
        || parts.cacheReadAudio > cacheRead
        || parts.audioOutput > audio
        || parts.imageOutput > image) {
      throw new IllegalArgumentException("a part cannot be more than its class");
    }
  }

  /** The classes without a part that has a price of its own. */
  public TokenCounts(
      long input,
      long cacheRead,
      long cacheWrite,
      long output,
      long reasoning,
      long audio,
      long image) {
    this(input, cacheRead, cacheWrite, output, reasoning, audio, image, Parts.NONE);
  }

  /** Input and output alone, as an estimate has them. */
  public static TokenCounts of(long input, long output) {
    return new TokenCounts(input, 0, 0, output, 0, 0, 0);
  }

  public long total() {
    long in = Math.addExact(Math.addExact(input, cacheRead), cacheWrite);
    long out = Math.addExact(output, reasoning);
    return Math.addExact(Math.addExact(in, out), Math.addExact(audio, image));
  }
}
