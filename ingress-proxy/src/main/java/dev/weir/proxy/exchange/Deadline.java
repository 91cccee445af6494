package dev.weir.proxy.exchange;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/** What an exchange waits for, and until when; set by the path, looked at by the sweeper. */
final class Deadline {

  /** What is waited for. */
  enum Wait {
    NOTHING(0),
    BODY(1),
    ACKNOWLEDGEMENT(2),
    FIRST_BYTE(3),
    NEXT_BYTES(4),
    CALLER(5),
    CREDIT(6);

    private static final Wait[] ALL = values();

    private final int bits;

    Wait(int bits) {
      this.bits = bits;
    }

    static Wait of(long word) {
      int bits = (int) (word & ((1 << WAIT_BITS) - 1));
      for (Wait wait : ALL) {
        if (wait.bits == bits) {
          return wait;
        }
      }
      throw new IllegalArgumentException("no wait: " + bits);
    }
  }

  private static final int WAIT_BITS = 3;

  private static final AtomicLongFieldUpdater<Deadline> WORD =
      AtomicLongFieldUpdater.newUpdater(Deadline.class, "word");

  /** Time and kind in one word, so that the sweeper never sees the one of another. */
  private volatile long word;

  void set(Wait wait, Duration limit, long nowNanos) {
    word = ((nowNanos + limit.toNanos()) << WAIT_BITS) | wait.bits;
  }

  void clear() {
    word = 0;
  }

  boolean isFor(Wait wait) {
    return Wait.of(word) == wait;
  }

  /**
   * A number for the wait that is on, if it is one for the log or the provider; 0 if not. While two
   * looks give the same, nothing has happened in between.
   */
  long waitBesideTheCaller() {
    long seen = word;
    return switch (Wait.of(seen)) {
      case ACKNOWLEDGEMENT, FIRST_BYTE, NEXT_BYTES, CREDIT -> seen;
      case NOTHING, BODY, CALLER -> 0;
    };
  }

  /**
   * Ends a wait whose time is over and says which it was; null where none is, or where the path has
   * gone on in the same moment: what it waits for now has a time of its own.
   */
  @Nullable Wait expire(long nowNanos) {
    long seen = word;
    Wait wait = Wait.of(seen);
    // The shift drops high bits of both times alike: differences stay right for months.
    boolean over =
        wait != Wait.NOTHING && (nowNanos << WAIT_BITS) - (seen & -(1L << WAIT_BITS)) >= 0;
    return over && WORD.compareAndSet(this, seen, 0) ? wait : null;
  }
}
