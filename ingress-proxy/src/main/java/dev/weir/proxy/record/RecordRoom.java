package dev.weir.proxy.record;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that exchanges in flight may have under way to the log. Claimed before the work starts, so
 * that closing an exchange cannot fail for lack of room. The log's own buffer must be larger than
 * this.
 */
public final class RecordRoom {

  private final long capacityBytes;
  private final AtomicLong claimed = new AtomicLong();

  public RecordRoom(long capacityBytes) {
    if (capacityBytes < 1) {
      throw new IllegalArgumentException("room must be positive: " + capacityBytes);
    }
    this.capacityBytes = capacityBytes;
  }

  boolean tryClaim(long bytes) {
    if (claimed.addAndGet(bytes) <= capacityBytes) {
      return true;
    }
    claimed.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    claimed.addAndGet(-bytes);
  }

  /** For the metrics. */
  public long claimedBytes() {
    return claimed.get();
  }

  public long capacityBytes() {
    return capacityBytes;
  }
}
