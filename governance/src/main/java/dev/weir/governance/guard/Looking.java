package dev.weir.governance.guard;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How far one guard has come with one prompt or one answer. Not safe for use by many threads. */
final class Looking {

  private final Guard guard;
  private final boolean sampled;
  private final TreeSet<String> found = new TreeSet<>();
  private boolean overBudget;
  private boolean textUnread;
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
    return sampled && !overBudget;
  }

  /** Whether it has what comes now scanned. */
  boolean isScanning() {
    return isLooking() && guard.check().scans();
  }

  /** To compare names and lengths reads nothing: what others read does not end it. */
  void spent(long chars) {
    overBudget |= guard.check().scans() && chars > guard.budget();
  }

  /**
   * Whether it is for such texts; others it neither sees nor misses.
   *
   * @param judged whether the firewall judges it
   */
  boolean isFor(Set<TextOrigin> origins, boolean judged) {
    return origins.stream().anyMatch(guard.check()::reads)
        && (judged || !guard.check().isJudgement());
  }

  void saw(long bytes, long units) {
    total += bytes;
    if (isLooking()) {
      seen += bytes;
      characters += units;
      if (guard.check() instanceof GuardCheck.Length(long max) && characters > max) {
        found.add("length");
      }
    } else {
      textUnread = true;
      timedOut |= overBudget;
    }
  }

  /** What follows has a budget of its own. */
  void nextPart() {
    overBudget = false;
  }

  /** Text that it did not read. */
  void missed(long bytes) {
    total += bytes;
    textUnread |= bytes > 0;
  }

  /** Text that it began to read, and did not read to its end; {@code spent}: for its cost. */
  void stopped(long bytes, boolean spent) {
    missed(bytes);
    timedOut |= spent && bytes > 0 && sampled;
  }

  /** What is no text. */
  void passed(long bytes) {
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
    return new GuardVerdict(guard, verdict, seen, total, textUnread, List.copyOf(found));
  }
}
