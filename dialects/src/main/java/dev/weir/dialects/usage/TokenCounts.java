package dev.weir.dialects.usage;

/**
 * What one attempt spent, in disjoint classes: their sum is what the provider counted.
 *
 * @param input without cached, audio and image tokens
 * @param output without reasoning and audio tokens
 * @param audio of prompt and answer together
 */
public record TokenCounts(
    long input,
    long cacheRead,
    long cacheWrite,
    long output,
    long reasoning,
    long audio,
    long image) {

  public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0, 0, 0);

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
