package dev.weir.governance.guard;

import java.util.List;
import java.util.Locale;

/**
 * What one guard says of one prompt or one answer, whatever its mode.
 *
 * @param bytesSeen of the texts' UTF-8
 * @param bytesTotal with what it did not look at
 * @param textUnread whether text is among what it did not look at
 * @param found types of findings and recognizers, sorted
 */
public record GuardVerdict(
    Guard guard,
    Verdict verdict,
    long bytesSeen,
    long bytesTotal,
    boolean textUnread,
    List<String> found) {

  /** What came out. */
  public enum Verdict {
    /** It looked at everything and found nothing. */
    CLEAN,
    FOUND,
    /** It found nothing and could not look at everything. */
    SKIPPED,
    /** It found nothing before its budget was used up. */
    TIMED_OUT,
    /** The exchange is not in its share of traffic. */
    NOT_SAMPLED;

    /** The name in records. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public GuardVerdict {
    found = List.copyOf(found);
  }

  /** Whether what was looked at must not go on. */
  public boolean blocks() {
    return (guard.mode() == GuardMode.BLOCK && verdict == Verdict.FOUND)
        || (verdict != Verdict.NOT_SAMPLED && isFailure());
  }

  private boolean isFailure() {
    return switch (guard.onFailure()) {
      case FAIL_OPEN -> false;
      case FAIL_CLOSED_TEXT -> textUnread;
      case FAIL_CLOSED -> textUnread || bytesSeen < bytesTotal;
    };
  }

  /** Whether the caller is told. */
  public boolean warns() {
    return guard.mode() == GuardMode.WARN && verdict == Verdict.FOUND;
  }
}
