package dev.weir.governance.firewall;

import java.util.Arrays;

/**
 * What the model sees of a text, word by word: the word, the pairs and the triple that it ends, and
 * its runs of three to five letters, hashed to {@value #BUCKETS} buckets (Weinberger et al. 2009,
 * Feature Hashing for Large Scale Multitask Learning). Punctuation, case and the value of numbers
 * are not seen: they tell where a text was taken from rather than what it wants. Where a script
 * writes no spaces, each character is a word.
 */
final class NgramFeatures {

  static final int BUCKETS = 1 << 18;

  private static final int WORD_CHARS_MAX = 24;
  private static final int NUMBER = 0x3c6ef372;
  private static final int PAIR = 0x5bd1e995;
  private static final int SKIP = 0x1b873593;
  private static final int TRIPLE = 0x2545f491;
  private static final int EDGE = '_';

  private static final int SEEN = 1 << 12;
  private static final int NEAR_WORDS = 60;
  private static final int FAR_WORDS = 240;
  private static final int TIMES_MAX = FAR_WORDS / NEAR_WORDS;

  private final Words words = new Words();

  /** By the low bits of a bucket: which one was seen last, and at which word. */
  private final int[] seen = new int[SEEN];

  private final int[] seenAt = new int[SEEN];

  /** How often it was taken without a long pause. */
  private final int[] seenTimes = new int[SEEN];

  private int[] buckets;
  private int size;

  private NgramFeatures(int expected) {
    buckets = new int[Math.max(64, expected)];
  }

  /** Words of a text and where the features of each begin. */
  static Words words(char[] folded) {
    var features = new NgramFeatures(3 * folded.length);
    features.read(folded);
    features.words.features = Arrays.copyOf(features.buckets, features.size);
    features.words.close(features.size);
    return features.words;
  }

  private void read(char[] text) {
    int at = 0;
    int before = 0;
    int beforeThat = 0;
    while (at < text.length) {
      char c = text[at];
      if (!isWord(c)) {
        at++;
        continue;
      }
      int end = at + 1;
      if (!isIdeograph(c)) {
        while (end < text.length && isWord(text[end]) && !isIdeograph(text[end])) {
          end++;
        }
      }
      int hash = hash(text, at, Math.min(end, at + WORD_CHARS_MAX));
      words.add(hash, size);
      add(hash);
      add(hash * PAIR + before);
      add(hash * SKIP ^ beforeThat);
      add((hash * TRIPLE + before) * PAIR + beforeThat);
      if (hash != NUMBER) {
        letters(text, at, Math.min(end, at + WORD_CHARS_MAX));
      }
      beforeThat = before;
      before = hash;
      at = end;
    }
  }

  private static boolean isWord(char c) {
    return c < 0x80
        ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\''
        : Character.isLetterOrDigit(c);
  }

  private static boolean isIdeograph(char c) {
    return c >= 0x2e80
        && (Character.isIdeographic(c)
            || (c >= 0x3040 && c <= 0x30ff)
            || (c >= 0x0e00 && c < 0x0e80));
  }

  /** The hash of a word in folded text; all numbers have the same. */
  static int hash(char[] text, int from, int to) {
    int hash = 17;
    boolean number = true;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
      number &= text[i] >= '0' && text[i] <= '9';
    }
    return number ? NUMBER : hash;
  }

  static int hash(String word) {
    return hash(word.toCharArray(), 0, Math.min(word.length(), WORD_CHARS_MAX));
  }

  private void letters(char[] text, int from, int to) {
    if (to - from < 3) {
      return;
    }
    for (int start = from - 1; start <= to - 2; start++) {
      int hash = start < from ? EDGE : text[start];
      int last = Math.min(to, start + 4);
      for (int i = start + 1; i <= last; i++) {
        hash = hash * 1_000_003 + (i == to ? EDGE : text[i]);
        if (i - start >= 2) {
          add(hash ^ (i - start));
        }
      }
    }
  }

  /** What repeats nearby counts once, or else saying a thing often would make it true. */
  private void add(int hash) {
    int bucket = bucket(hash);
    int slot = bucket & (SEEN - 1);
    int word = words.count();
    int since = seen[slot] == bucket + 1 ? word - seenAt[slot] : FAR_WORDS;
    if (since < NEAR_WORDS) {
      return;
    }
    int times = since < FAR_WORDS ? Math.min(TIMES_MAX, seenTimes[slot] + 1) : 1;
    words.repeats(2 * (times - 1));
    seenTimes[slot] = times;
    seen[slot] = bucket + 1;
    seenAt[slot] = word;
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, 2 * size);
    }
    buckets[size++] = bucket;
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

  /** The words of a text in their order, with the buckets of each. */
  static final class Words {

    private int[] hashes = new int[64];
    private int[] starts = new int[65];
    private int[] repeated = new int[65];
    private int[] features = new int[0];
    private int count;

    private void add(int hash, int start) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * count);
        starts = Arrays.copyOf(starts, 2 * count + 1);
        repeated = Arrays.copyOf(repeated, 2 * count + 1);
      }
      hashes[count] = hash;
      starts[count++] = start;
      repeated[count] = repeated[count - 1];
    }

    private void repeats(int more) {
      repeated[count] += more;
    }

    private void close(int end) {
      starts[count] = end;
    }

    int count() {
      return count;
    }

    int hash(int word) {
      return hashes[word];
    }

    /** Where the buckets of the word begin, and those of the word before it end. */
    int start(int word) {
      return starts[word];
    }

    /**
     * The length of the vector of counts of a part of the text, at least 1: what a long part says n
     * times adds the square of n, so that saying it again does not make it true.
     */
    double norm(int from, int to) {
      int squared = starts[to] - starts[from];
      if (to - from > NEAR_WORDS) {
        squared += repeated[to] - repeated[from];
      }
      return Math.sqrt(Math.max(1, squared));
    }

    int bucket(int feature) {
      return features[feature];
    }
  }
}
