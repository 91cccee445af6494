package dev.weir.governance.guard;

/**
 * Where a detector or a recognizer found something in one text, never what.
 *
 * @param what a type of finding, or a recognizer's name
 * @param rule what decided
 * @param start in UTF-16 units of the text that was looked at, inclusive
 * @param end exclusive
 * @param score from 0 (a guess) to 1 (certain)
 * @param custom whether a policy's own recognizer found it
 */
public record Match(String what, String rule, int start, int end, double score, boolean custom) {

  public Match {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range: " + start + " to " + end);
    }
  }

  /** What was found, for masking; goes into no record and no log. */
  CharSequence in(CharSequence text) {
    return text.subSequence(start, end);
  }

  Match from(int least) {
    return new Match(what, rule, Math.max(least, start), end, score, custom);
  }

  Match to(int most) {
    return new Match(what, rule, start, Math.min(most, end), score, custom);
  }

  Match movedBy(int units) {
    return new Match(what, rule, start + units, end + units, score, custom);
  }
}
