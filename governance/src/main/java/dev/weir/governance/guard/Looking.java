package dev.weir.governance.guard;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How far one guard has come with one prompt or one answer. Not safe for use by many threads. */
final class Looking {

  private final Guard guard;
  private final boolean sampled;
  private final TreeSet<String> found = new TreeSet<>();
  private boolean timedOut;
  private long seen;
  private long total;
  private long characters;

  Looking(Guard guard, String requestId) {
    this.guard = guard;
    this.sampled = guard.share().takes(guard.id(), requestId);
  }

  Guard guard() {
    return guard;
  }

  /** Whether it looks at what comes now. */
  boolean isLooking() {
    return sampled && !timedOut;
  }

  /** To compare names takes no time: that of others does not end it. */
  void spent(long nanos) {
    if (!(guard.check() instanceof GuardCheck.Calls) && nanos > guard.budget().toNanos()) {
      timedOut = true;
    }
  }

  void saw(long bytes, long units, Set<TextOrigin> origins) {
    if (origins.stream().noneMatch(guard.check()::reads)) {
      return;
    }
    total += bytes;
    if (isLooking()) {
      seen += bytes;
      characters += units;
      if (guard.check() instanceof GuardCheck.Length(long max) && characters > max) {
        found.add("length");
      }
    }
  }

  void missed(long bytes) {
    total += bytes;
  }

  void found(String what) {
    if (isLooking()) {
      found.add(what);
    }
  }

  GuardVerdict verdict() {
    GuardVerdict.Verdict verdict;
    if (!sampled) {
      verdict = GuardVerdict.Verdict.NOT_SAMPLED;
    } else if (!found.isEmpty()) {
      verdict = GuardVerdict.Verdict.FOUND;
    } else if (timedOut) {
      verdict = GuardVerdict.Verdict.TIMED_OUT;
    } else {
      verdict = seen < total ? GuardVerdict.Verdict.SKIPPED : GuardVerdict.Verdict.CLEAN;
    }
    return new GuardVerdict(guard, verdict, seen, total, List.copyOf(found));
  }
}
