package dev.weir.sinks.feed;

/**
 * How much the archive holds open at a time. At a limit the fullest file, or the oldest one, is
 * made whole early: files become smaller, nothing waits and nothing is lost.
 *
 * @param openFilesMax files that are open at a time
 * @param openBytesMax bytes in all open files together
 * @param rowGroupBytes bytes of one file that are held in memory before they are written out
 */
public record ArchiveLimits(int openFilesMax, long openBytesMax, int rowGroupBytes) {

  public static final ArchiveLimits DEFAULT = new ArchiveLimits(64, 256L << 20, 8 << 20);

  public ArchiveLimits {
    if (openFilesMax < 1 || openBytesMax < 1 || rowGroupBytes < 1) {
      throw new IllegalArgumentException(
          "limits of at least 1 are needed: %d files, %d bytes, %d bytes per row group"
              .formatted(openFilesMax, openBytesMax, rowGroupBytes));
    }
  }
}
