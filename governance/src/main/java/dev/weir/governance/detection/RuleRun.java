package dev.weir.governance.detection;

import com.google.re2j.Matcher;
import dev.weir.governance.detection.Matches.Match;
import org.jspecify.annotations.Nullable;

/**
 * One rule on one text. Windows around anchors come by ascending start; those that touch are read
 * as one, so that a rule reads each char of a text once, however many anchors it holds.
 */
final class RuleRun {

  /** A window is cut at this size, so that a pattern without bounds stays linear too. */
  private static final int WINDOW_MAX = 4096;

  /** How often a rejected match is tried again without its last word. */
  private static final int SHORTER_MAX = 4;

  /** How many starts are looked at within a match that was rejected. */
  private static final int REJECTED_MAX = 3;

  private final ScanRule rule;
  private final RuleLooks looks;
  private final @Nullable NearWords near;
  private final int order;
  private final String text;
  private final Matches matches;
  private final int digitsMin;
  private final int digitsMax;
  private final TextScan.Visited visited;
  private int from;
  private int to = -1;
  private int foundTo;
  private int rejectedTo;
  private int rejected;

  /**
   * A rule that has seen nothing yet.
   *
   * @param looks what is asked before its pattern is run
   * @param near where the words stand of which it needs one; null where it needs none
   * @param visited what its automata have been led to
   */
  RuleRun(
      ScanRule rule,
      RuleLooks looks,
      @Nullable NearWords near,
      int order,
      String text,
      Matches matches,
      TextScan.Visited visited) {
    this.rule = rule;
    this.visited = visited;
    this.digitsMin = rule.check().digitsMin();
    this.digitsMax = rule.check().digitsMax();
    this.looks = looks;
    this.near = near;
    this.order = order;
    this.text = text;
    this.matches = matches;
  }

  /** Adds the window around an anchor; reads at once from one that is a start. */
  void anchor(int start, int end) {
    if (rule.anchor() instanceof Anchor.Start anchor) {
      tryAt(anchor, start, end);
      return;
    }
    int left = Math.max(0, start - rule.anchor().before());
    int right = Math.min(text.length(), end + rule.anchor().after());
    if (left > to || Math.max(right, to) - from > WINDOW_MAX) {
      finish();
      from = left;
      to = right;
    } else {
      to = Math.max(to, right);
    }
  }

  private void tryAt(Anchor.Start anchor, int start, int end) {
    if (start < foundTo || matches.isFull() || (anchor.standing() && continuesWord(start))) {
      return;
    }
    if (start >= rejectedTo) {
      rejected = 0;
    } else if (rejected >= REJECTED_MAX) {
      return;
    }
    from = start;
    to = Math.min(text.length(), end + anchor.after());
    if (text.indexOf(anchor.needed(), from, to) >= 0
        && rule.check().mayBegin(text, from)
        && mayMatch()) {
      tryHere();
    }
    to = -1;
  }

  private void tryHere() {
    LazyDfa exactly = looks.exactly(text, from, to);
    if (exactly != null) {
      int end = exactly.end(text, from, from, to, visited.here());
      step(to - from);
      if (end > from) {
        tryMatch(from, end);
      }
      return;
    }
    matches.read(to - from);
    Matcher matcher = rule.pattern().matcher(text.substring(from, to));
    if (matcher.lookingAt() && matcher.end(rule.group()) > matcher.start(rule.group())) {
      tryMatch(from + matcher.start(rule.group()), from + matcher.end(rule.group()));
    }
  }

  private void tryMatch(int start, int end) {
    if (accept(start, end)) {
      foundTo = end;
    } else {
      rejectedTo = Math.max(rejectedTo, end);
      rejected++;
    }
  }

  private boolean continuesWord(int at) {
    if (at == 0 || !DigitRuns.isWord(text.charAt(at - 1))) {
      return false;
    }
    return at == 1 || text.charAt(at - 2) != '\\' || "nrt".indexOf(text.charAt(at - 1)) < 0;
  }

  /** Reads the window that is still open. */
  void finish() {
    if (to > from && !matches.isFull() && mayMatch()) {
      LazyDfa exactly = looks.exactly(text, from, to);
      if (exactly == null) {
        read(text.substring(from, to));
      } else {
        read(exactly);
      }
    }
    to = -1;
  }

  /** Chars that an automaton took a step for, and the sets of states that it had to make. */
  private void step(int chars) {
    matches.step(chars);
    matches.read(visited.takeMade() * looks.stateChars());
  }

  private boolean mayMatch() {
    boolean may =
        (digitsMin == 0 || DigitRuns.count(text, from, to) >= digitsMin)
            && (near == null || near.isNear(from, to))
            && looks.mayMatch(text, from, to, visited.anywhere());
    step(to - from);
    return may;
  }

  private void read(LazyDfa exactly) {
    int at = Math.max(from, foundTo);
    while (at < to && !matches.isFull()) {
      int end = exactly.end(text, from, at, to, visited.here());
      step(Math.max(1, end - at));
      int taken = end <= at ? -1 : judge(exactly, at, end);
      if (taken > 0) {
        foundTo = taken;
      }
      at = Math.max(taken, at + 1);
    }
  }

  /** As {@link #judge(int, int, int)}, of positions of the text. */
  private int judge(LazyDfa exactly, int start, int end) {
    int digits = DigitRuns.count(text, start, end);
    if (digits <= digitsMax && accept(start, end)) {
      return end;
    }
    if (!(rule.anchor() instanceof Anchor.DigitRun)) {
      return -1;
    }
    int shorter = end;
    for (int i = 0; i < SHORTER_MAX; i++) {
      int longer = shorter;
      shorter = withoutLastWord(start, longer);
      if (shorter <= start) {
        return -1;
      }
      step(shorter - start);
      digits -= DigitRuns.count(text, shorter, longer);
      if (digits > digitsMax) {
        continue;
      }
      if (exactly.end(text, start, start, shorter, visited.here()) == shorter
          && accept(start, shorter)) {
        return shorter;
      }
    }
    return -1;
  }

  private void read(String window) {
    Matcher matcher = rule.pattern().matcher(window);
    matches.read(window.length());
    int at = Math.max(0, foundTo - from);
    while (at <= window.length() && !matches.isFull() && matcher.find(at)) {
      int start = matcher.start(rule.group());
      int end = matcher.end(rule.group());
      int taken = start < 0 || end <= start ? -1 : judge(matcher.start(), start, end);
      if (taken > 0) {
        foundTo = taken;
        at = taken - from;
      } else {
        matches.read(matcher.end() - matcher.start());
        at = matcher.start() + 1;
      }
    }
  }

  /** Where in the text the accepted match ends, or -1. Positions are those of the window. */
  private int judge(int whole, int start, int end) {
    if (accept(from + start, from + end)) {
      return from + end;
    }
    if (!(rule.anchor() instanceof Anchor.DigitRun)) {
      return -1;
    }
    int shorter = from + end;
    for (int i = 0; i < SHORTER_MAX; i++) {
      shorter = withoutLastWord(from + start, shorter);
      if (shorter <= from + start) {
        return -1;
      }
      matches.read(shorter - from - whole);
      Matcher again = rule.pattern().matcher(text.substring(from + whole, shorter));
      if (again.lookingAt()
          && again.end() == shorter - from - whole
          && again.start(rule.group()) >= 0
          && accept(
              from + whole + again.start(rule.group()), from + whole + again.end(rule.group()))) {
        return from + whole + again.end();
      }
    }
    return -1;
  }

  private int withoutLastWord(int start, int end) {
    int at = end - 1;
    while (at > start && DigitRuns.isWord(text.charAt(at))) {
      at--;
    }
    while (at > start && !DigitRuns.isWord(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private boolean accept(int start, int end) {
    boolean cutBefore = start == from && !(rule.anchor() instanceof Anchor.Start);
    if ((cutBefore && inWord(start)) || (end == to && inWord(end))) {
      return false;
    }
    double score = rule.check().score(text, start, end, rule.score());
    if (score <= 0) {
      return false;
    }
    matches.add(new Match(rule, order, start, end, Math.min(1, score)));
    return true;
  }

  private boolean inWord(int at) {
    return at > 0
        && at < text.length()
        && DigitRuns.isWord(text.charAt(at - 1))
        && DigitRuns.isWord(text.charAt(at));
  }
}
