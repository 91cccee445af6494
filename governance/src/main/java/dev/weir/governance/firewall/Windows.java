package dev.weir.governance.firewall;

/**
 * The windows that are scored: of some lengths in words, each half over the one before it. A text
 * shorter than the shortest window is one; what is injected into a long text fills a short window.
 */
final class Windows {

  private static final int[] WORDS = {20, 60, 240};

  private Windows() {}

  /** Takes the words from {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  interface Sink {
    void window(int from, int to);
  }

  static void each(int words, Sink sink) {
    if (words == 0) {
      return;
    }
    for (int length : WORDS) {
      int from = 0;
      for (; from + length < words; from += length / 2) {
        sink.window(from, from + length);
      }
      sink.window(from == 0 ? 0 : words - length, words);
      if (from == 0) {
        return;
      }
    }
  }
}
