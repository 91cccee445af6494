package dev.weir.proxy.journal;

/**
 * How much a journal may hold.
 *
 * @param bytesMax of all files together; beyond it nothing more is taken
 * @param segmentBytes of a file; a larger entry gets a file of its own size
 */
public record JournalLimits(long bytesMax, int segmentBytes) {

  public static final JournalLimits DEFAULT =
      new JournalLimits(1024L * 1024 * 1024, 16 * 1024 * 1024);

  /** Fewer segments than these leave no room for what is under way. */
  private static final int SEGMENTS_MIN = 4;

  public JournalLimits {
    if (segmentBytes < 64 * 1024 || segmentBytes % 4096 != 0) {
      throw new IllegalArgumentException(
          "a segment is a multiple of 4096 bytes and 65536 at least: " + segmentBytes);
    }
    if (bytesMax < (long) SEGMENTS_MIN * segmentBytes) {
      throw new IllegalArgumentException(
          "a journal holds " + SEGMENTS_MIN + " segments at least: " + bytesMax + " bytes");
    }
  }

  /** The default segments and another size of all. */
  public static JournalLimits ofBytes(long bytesMax) {
    return new JournalLimits(bytesMax, DEFAULT.segmentBytes);
  }
}
