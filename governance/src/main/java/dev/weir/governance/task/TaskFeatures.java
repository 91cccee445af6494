package dev.weir.governance.task;

/**
 * What the model sees of a text: its words and pairs of neighbours, hashed to {@value #BUCKETS}
 * buckets (Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning), and a few
 * traits of the whole. Of a long text the beginning and the end are read, where the task stands.
 *
 * <p>Not for reuse by several threads at once.
 */
final class TaskFeatures {

  static final int BUCKETS = 1 << 13;

  private static final int HEAD_CHARS = 3_072;
  private static final int TAIL_CHARS = 1_024;
  private static final int WORDS_MAX = 512;

  private static final int PAIR = 0x5bd1e995;
  private static final int FIRST = 0x2545f491;
  private static final int TRAIT = 0x1b873593;
  private static final String CODE_SIGNS = "{}()[];=<>#$_\\|&`";

  private final int[] words = new int[2 * WORDS_MAX + 2];
  private final int[] traits = new int[12];
  private int wordCount;
  private int traitCount;

  private int digits;
  private int signs;
  private int lines;
  private int chars;
  private int last;
  private int seen;

  /** Reads a text; what was read before is forgotten. */
  void read(CharSequence text) {
    wordCount = 0;
    traitCount = 0;
    digits = 0;
    signs = 0;
    lines = 1;
    chars = 0;
    last = 0;
    seen = 0;
    int length = text.length();
    if (length <= HEAD_CHARS + TAIL_CHARS) {
      scan(text, 0, length);
    } else {
      scan(text, 0, HEAD_CHARS);
      scan(text, length - TAIL_CHARS, length);
    }
    traits(text, length);
  }

  private void scan(CharSequence text, int from, int to) {
    int hash = 0;
    boolean inWord = false;
    boolean number = false;
    for (int i = from; i <= to; i++) {
      char c = i < to ? Character.toLowerCase(text.charAt(i)) : ' ';
      chars++;
      if (Character.isLetterOrDigit(c) || (c == '\'' && inWord)) {
        boolean digit = c >= '0' && c <= '9';
        digits += digit ? 1 : 0;
        number = inWord ? number && digit : digit;
        hash = (inWord ? hash : 17) * 31 + c;
        inWord = true;
        continue;
      }
      if (inWord) {
        word(number ? '#' : hash);
        inWord = false;
      }
      if (c == '\n') {
        lines++;
      } else if (c > ' ') {
        signs += CODE_SIGNS.indexOf(c) >= 0 ? 1 : 0;
        word(c);
      }
    }
  }

  private void word(int hash) {
    if (seen >= WORDS_MAX) {
      return;
    }
    words[wordCount++] = bucket(hash);
    words[wordCount++] = bucket(hash * PAIR + last);
    if (seen < 1) {
      words[wordCount++] = bucket(hash ^ FIRST);
    }
    last = hash;
    seen++;
  }

  private void traits(CharSequence text, int length) {
    trait(1, log2(length));
    trait(2, log2(lines));
    trait(3, Math.min(8, 40 * digits / Math.max(1, chars)));
    trait(4, Math.min(8, 60 * signs / Math.max(1, chars)));
    trait(5, length > 0 && text.charAt(length - 1) == '?' ? 1 : 0);
    trait(6, log2(digits));
    trait(7, log2(signs));
  }

  private void trait(int which, int value) {
    traits[traitCount++] = bucket((which * 64 + value) * TRAIT);
  }

  private static int log2(int value) {
    return 32 - Integer.numberOfLeadingZeros(value);
  }

  /** Spreads as the finaliser of MurmurHash3 does (Appleby). */
  private static int bucket(int hash) {
    int h = hash;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    h ^= h >>> 16;
    return h & (BUCKETS - 1);
  }

  /** Whether the text has no words. */
  boolean isEmpty() {
    return wordCount == 0;
  }

  /** Gives each bucket with what it weighs: words together 1 in the Euclidean norm, as traits. */
  void forEach(Feature sink) {
    double word = wordCount == 0 ? 0 : 1 / Math.sqrt(wordCount);
    for (int i = 0; i < wordCount; i++) {
      sink.at(words[i], word);
    }
    double trait = 1 / Math.sqrt(traitCount);
    for (int i = 0; i < traitCount; i++) {
      sink.at(traits[i], trait);
    }
  }

  /** Takes what a bucket weighs. */
  @FunctionalInterface
  interface Feature {
    void at(int bucket, double weight);
  }
}
