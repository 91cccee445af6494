package dev.weir.proxy.journal;

import dev.weir.proxy.journal.Sent.State;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one producer was given and is not noted in the journal yet, in the journal's order. For the
 * publisher's thread; only {@link #failed} is called by the producer's.
 */
final class UnderWay {

  /** Beyond it the rest waits in the journal. */
  private static final int ENTRIES_MAX = 16 * 1024;

  /** Half of the producer's memory, so that handing over never waits for memory. */
  private static final long BYTES_MAX = LogProducers.BUFFER_BYTES / 2;

  /** As many refused in a row are no accident of theirs: then the log refuses everything. */
  private static final int DOUBTED_MAX = 16;

  private final Deque<Sent> all = new ArrayDeque<>();
  private long bytes;
  private volatile boolean failed;

  void add(Sent sent) {
    all.addLast(sent);
    bytes += sent.bytes();
  }

  @Nullable Sent first() {
    return all.peekFirst();
  }

  void removeFirst() {
    bytes -= all.removeFirst().bytes();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean isFull() {
    return all.size() >= ENTRIES_MAX || bytes >= BYTES_MAX;
  }

  /** One of them is to be sent again. */
  void failed() {
    failed = true;
  }

  boolean hasFailed() {
    return failed;
  }

  /** The first in order that is to be sent again. */
  @Nullable Sent firstFailed() {
    for (Sent sent : all) {
      if (sent.state() == State.FAILED) {
        return sent;
      }
    }
    return null;
  }

  boolean isUnanswered() {
    for (Sent sent : all) {
      if (sent.state() == State.UNDER_WAY) {
        return true;
      }
    }
    return false;
  }

  /** The same where one is sent at a time. */
  boolean isLastUnanswered() {
    Sent last = all.peekLast();
    return last != null && last.state() == State.UNDER_WAY;
  }

  /** Whether the first waits for another of its topic to succeed. */
  boolean isDoubting() {
    Sent first = all.peekFirst();
    return first != null && first.state() == State.DOUBTED;
  }

  /** Doubts the one that failed too; false where too many are doubted already. */
  boolean doubt(Sent failedOne) {
    long doubted = all.stream().filter(sent -> sent.state() == State.DOUBTED).count();
    if (doubted >= DOUBTED_MAX) {
      return false;
    }
    failedOne.doubt();
    failed = false;
    return true;
  }

  /** Whether the log took another of the topic whose entry is doubted. */
  boolean hasWitness() {
    Sent doubted = all.peekFirst();
    if (doubted == null || (isFull() && !isUnanswered())) {
      // None of its topic among so many others: it is not waited for any longer.
      return true;
    }
    for (Sent sent : all) {
      if (sent.state() == State.KEPT && sent.topic().equals(doubted.topic())) {
        return true;
      }
    }
    return false;
  }

  /** Gives up the one that failed. */
  void giveUp(Sent failedOne) {
    failedOne.giveUp();
    failed = false;
  }

  /**
   * When the oldest was written, microseconds since the epoch; 0 for none. What is doubted does not
   * count: it says nothing of whether the log takes others.
   */
  long oldestMicros() {
    for (Sent sent : all) {
      if (sent.state() != State.DOUBTED) {
        return sent.timeMicros();
      }
    }
    return 0;
  }

  /** Gives those back to the journal who wait for what will be read again. */
  void giveWaitersBack(Journal journal) {
    for (Sent sent : all) {
      var waiter = sent.waiter();
      if (waiter != null && sent.state() != State.KEPT && sent.state() != State.HOPELESS) {
        journal.await(sent.from(), waiter);
      }
    }
  }
}
