package dev.weir.encoder;

/** Where a word stands in its text, in chars: {@code start} inclusive, {@code end} exclusive. */
record Word(int start, int end) {

  Word {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a range: " + start + " to " + end);
    }
  }
}
