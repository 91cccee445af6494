package dev.weir.proxy.quota;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Settled usage of one team at this proxy, in the order of its sequence, until every quota state
 * holds it. At {@link #ENTRIES_MAX} neighbours are joined: the joined entry counts until the later
 * of the two is seen, so the limit is met early rather than late.
 */
final class UnseenUsage {

  static final int ENTRIES_MAX = 1024;

  private Deque<Entry> entries = new ArrayDeque<>();

  void add(long sequence, long tokens, long requests, Instant endedAt) {
    if (entries.size() >= ENTRIES_MAX) {
      joinNeighbours();
    }
    entries.addLast(new Entry(sequence, tokens, requests, endedAt));
  }

  /** Forgets what every state holds. */
  void seenByAll(long sequence) {
    while (!entries.isEmpty() && entries.getFirst().sequence <= sequence) {
      entries.removeFirst();
    }
  }

  long tokens(long afterSequence, Instant from) {
    long sum = 0;
    for (Iterator<Entry> newest = entries.descendingIterator(); newest.hasNext(); ) {
      Entry entry = newest.next();
      if (entry.sequence <= afterSequence) {
        break;
      }
      if (!entry.endedAt.isBefore(from)) {
        sum = Math.addExact(sum, entry.tokens);
      }
    }
    return sum;
  }

  long requests(long afterSequence, Instant from) {
    long sum = 0;
    for (Iterator<Entry> newest = entries.descendingIterator(); newest.hasNext(); ) {
      Entry entry = newest.next();
      if (entry.sequence <= afterSequence) {
        break;
      }
      if (!entry.endedAt.isBefore(from)) {
        sum += entry.requests;
      }
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

  private record Entry(long sequence, long tokens, long requests, Instant endedAt) {

    Entry with(Entry later) {
      return new Entry(
          later.sequence,
          Math.addExact(tokens, later.tokens),
          requests + later.requests,
          later.endedAt);
    }
  }
}
