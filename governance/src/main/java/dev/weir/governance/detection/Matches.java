package dev.weir.governance.detection;

import java.util.ArrayList;
import java.util.List;

/** What rules have found in one text so far, up to a number and a cost, and what it cost them. */
final class Matches {

  private final List<Match> found = new ArrayList<>();
  private final int max;
  private final long charsMax;
  private long charsRead;

  Matches(int max, long charsMax) {
    this.max = max;
    this.charsMax = charsMax;
  }

  boolean isFull() {
    return found.size() >= max || charsRead >= charsMax;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void add(Match match) {
    found.add(match);
  }

  void read(int chars) {
    charsRead += chars;
  }

  long charsRead() {
    return charsRead;
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
