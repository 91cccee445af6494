package dev.weir.proxy.quota;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Settled usage of one account at this proxy, in the order of its sequence, until the quota state
 * holds it. At {@link #ENTRIES_MAX} neighbours are joined: the joined entry counts until the later
 * of the two is seen, so the limit is met early rather than late.
 */
final class UnseenUsage {

  static final int ENTRIES_MAX = 1024;

  private Deque<Entry> entries = new ArrayDeque<>(2);

  void add(long sequence, long amount) {
    if (entries.size() >= ENTRIES_MAX) {
      joinNeighbours();
    }
    entries.addLast(new Entry(sequence, amount));
  }

  /** Forgets what the state holds. */
  void seen(long sequence) {
    while (!entries.isEmpty() && entries.getFirst().sequence <= sequence) {
      entries.removeFirst();
    }
  }

  long sum() {
    long sum = 0;
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      sum = Math.addExact(sum, all.next().amount);
    }
    return sum;
  }

  int size() {
    return entries.size();
  }

  private void joinNeighbours() {
    Deque<Entry> joined = new ArrayDeque<>(entries.size());
    while (!entries.isEmpty()) {
      Entry first = entries.removeFirst();
      Entry second = entries.pollFirst();
      joined.addLast(second == null ? first : first.with(second));
    }
    entries = joined;
  }

  private record Entry(long sequence, long amount) {

    Entry with(Entry later) {
      return new Entry(later.sequence, Math.addExact(amount, later.amount));
    }
  }
}
