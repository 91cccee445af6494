package dev.weir.governance.firewall;

import java.util.Set;

/** Words by their hashes. Most words of a text are in no group, which one bit of a filter tells. */
final class WordGroup {

  private static final int BITS = 12;

  private final long[] filter = new long[(1 << BITS) / Long.SIZE];
  private final Set<Integer> words;

  WordGroup(Set<Integer> words) {
    this.words = Set.copyOf(words);
    this.words.forEach(hash -> filter[place(hash) >> 6] |= 1L << place(hash));
  }

  Set<Integer> words() {
    return words;
  }

  boolean contains(int hash) {
    int place = place(hash);
    return (filter[place >> 6] & (1L << place)) != 0 && words.contains(hash);
  }

  private static int place(int hash) {
    return (hash * 0x9e3779b9) >>> (Integer.SIZE - BITS);
  }
}
