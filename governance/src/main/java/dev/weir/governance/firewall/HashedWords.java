package dev.weir.governance.firewall;

import org.jspecify.annotations.Nullable;

/**
 * What words mean, by a hash of their characters that grows with the word, so that all beginnings
 * of a word are looked up in one pass over it. Two words with the same hash of 64 bits would be
 * taken for one; a list of thousands has none.
 */
final class HashedWords {

  static final long EMPTY = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private final int mask;
  private final long[] hashes;
  private final @Nullable String[] meanings;

  /** For at most {@code words} words. */
  HashedWords(int words) {
    int slots = Integer.highestOneBit(Math.max(16, words)) * 4;
    mask = slots - 1;
    hashes = new long[slots];
    meanings = new String[slots];
  }

  /** The hash of the word with one more character (FNV-1a over chars). */
  static long grown(long hash, char c) {
    return (hash ^ c) * PRIME;
  }

  static long hash(char[] word) {
    long hash = EMPTY;
    for (char c : word) {
      hash = grown(hash, c);
    }
    return hash;
  }

  void put(long hash, String meaning) {
    int slot = slot(hash);
    hashes[slot] = hash;
    meanings[slot] = meaning;
  }

  @Nullable String get(long hash) {
    return meanings[slot(hash)];
  }

  /** Where the hash is, or would be. */
  private int slot(long hash) {
    int slot = (int) (hash ^ (hash >>> 32)) & mask;
    while (meanings[slot] != null && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
