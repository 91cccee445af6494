package dev.weir.proxy.guard;

/**
 * The bytes that answers in one piece may hold together while guards wait for their end. An answer
 * for which there is no room is not held: no guard reads it, and whether it passes is for the
 * policy to say ({@code on-failure}).
 */
final class HeldRoom {

  /** Half of what bodies of requests may hold. */
  static final long DEFAULT_BYTES = 128L * 1024 * 1024;

  private final long bytesMax;
  private long claimed;

  HeldRoom(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The part of one exchange. */
  Part part() {
    return new Part();
  }

  synchronized long claimedBytes() {
    return claimed;
  }

  private synchronized boolean claim(long bytes) {
    if (bytes > bytesMax - claimed) {
      return false;
    }
    claimed += bytes;
    return true;
  }

  private synchronized void release(long bytes) {
    claimed -= bytes;
  }

  /** What one exchange holds: all of it is free when the exchange has ended, however it did. */
  final class Part {

    private long own;
    private boolean ended;

    synchronized boolean claim(long bytes) {
      if (ended || !HeldRoom.this.claim(bytes)) {
        return false;
      }
      own += bytes;
      return true;
    }

    synchronized void release(long bytes) {
      long free = Math.min(bytes, own);
      own -= free;
      HeldRoom.this.release(free);
    }

    synchronized void end() {
      release(own);
      ended = true;
    }
  }
}
