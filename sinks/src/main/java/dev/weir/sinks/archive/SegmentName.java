package dev.weir.sinks.archive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an archive file: the offsets of its first and last row, so that names sort by time.
 */
record SegmentName(long firstOffset, long lastOffset) {

  private static final Pattern FORM = Pattern.compile("(\\d{20})-(\\d{20})\\.parquet");

  SegmentName {
    if (firstOffset < 0 || lastOffset < firstOffset) {
      throw new IllegalArgumentException("no such offsets: " + firstOffset + "-" + lastOffset);
    }
  }

  /** The name that a file has, or nothing when it is no name of this archive. */
  static Optional<SegmentName> parse(String fileName) {
    Matcher matcher = FORM.matcher(fileName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SegmentName(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String fileName() {
    return "%020d-%020d.parquet".formatted(firstOffset, lastOffset);
  }
}
