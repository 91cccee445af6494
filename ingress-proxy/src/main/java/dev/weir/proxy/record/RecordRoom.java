package dev.weir.proxy.record;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Room in the journal that is promised to exchanges in flight. Claimed before the work starts, so
 * that closing an exchange cannot fail for lack of room. A claim counts twice: what does not fit
 * behind a segment's last entry wastes less than its own size there.
 */
public final class RecordRoom {

  private final long capacityBytes;
  private final LongSupplier usedBytes;
  private final AtomicLong claimed = new AtomicLong();

  /**
   * @param usedBytes of the capacity, by what was written and cannot be overwritten yet
   */
  public RecordRoom(long capacityBytes, LongSupplier usedBytes) {
    if (capacityBytes < 1) {
      throw new IllegalArgumentException("room must be positive: " + capacityBytes);
    }
    this.capacityBytes = capacityBytes;
    this.usedBytes = usedBytes;
  }

  boolean tryClaim(long bytes) {
    if (2 * claimed.addAndGet(bytes) + usedBytes.getAsLong() <= capacityBytes) {
      return true;
    }
    claimed.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    claimed.addAndGet(-bytes);
  }

  /** Whether there is no room for another exchange, however small. */
  public boolean isFull() {
    long least = LogRecorder.RESERVE_BYTES + LogRecorder.PROMPT_BYTES;
    return 2 * (claimed.get() + least) + usedBytes.getAsLong() > capacityBytes;
  }

  /** For the metrics. */
  public long claimedBytes() {
    return claimed.get();
  }
}
