package dev.weir.processors.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the store keeps of a false positive: the alert of which it was said, and in a second line
 * the milliseconds until when it stands. Without that line, as releases before wrote it, it has no
 * end.
 */
final class Mute {

  private Mute() {}

  static String text(String findingUid, @Nullable Instant until) {
    String uid = findingUid.replace('\n', ' ');
    return until == null ? uid : uid + '\n' + until.toEpochMilli();
  }

  static boolean isOver(String text, long nowMillis) {
    int line = text.indexOf('\n');
    return line >= 0 && Long.parseLong(text, line + 1, text.length(), 10) <= nowMillis;
  }
}
