package dev.weir.governance.detection;

import java.util.ArrayList;
import java.util.List;

/** What rules have found in one text so far, up to a number and a cost, and what it cost them. */
final class Matches {

  /** A pattern takes as long for a char as an automaton for so many. */
  private static final int STEPS_PER_CHAR = 16;

  private final List<Match> found = new ArrayList<>();
  private final int max;
  private final long charsMax;
  private long charsRead;
  private long steps;

  Matches(int max, long charsMax) {
    this.max = max;
    this.charsMax = charsMax;
  }

  boolean isFull() {
    return found.size() >= max || charsRead() >= charsMax;
  }

  void add(Match match) {
    found.add(match);
  }

  void read(long chars) {
    charsRead += chars;
  }

  /** Chars that an automaton took a step for. */
  void step(int chars) {
    steps += chars;
  }

  long charsRead() {
    return charsRead + steps / STEPS_PER_CHAR;
  }

  List<Match> found() {
    return found;
  }

  /** What the rule at {@code order} found, by chars of the folded text. */
  record Match(ScanRule rule, int order, int start, int end, double score) {

    CharSequence in(String text) {
      return text.subSequence(start, end);
    }
  }
}
