package dev.weir.governance.detection;

/**
 * A text without disguise, and where each of its chars came from: {@code starts} and {@code ends}
 * are code point positions in the original, by char of {@code text}. Both are empty where the
 * original is plain ASCII and positions are the same.
 */
record Folded(String text, int[] starts, int[] ends) {

  private static final int[] SAME = {};

  static Folded same(String text) {
    return new Folded(text, SAME, SAME);
  }

  /** The code point of the original where the char at {@code position} begins. */
  int start(int position) {
    return starts.length == 0 ? position : starts[position];
  }

  /** The code point of the original after the one that the char before {@code position} is from. */
  int end(int position) {
    return ends.length == 0 ? position : ends[position - 1];
  }
}
