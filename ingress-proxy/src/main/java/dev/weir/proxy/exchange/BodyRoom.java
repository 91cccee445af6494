package dev.weir.proxy.exchange;

import dev.weir.proxy.socket.MessageRoom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that the bodies of all exchanges in flight may hold together. A request for which there
 * is no room is refused as {@code overloaded}: the caller tries again, the process does not die.
 */
public final class BodyRoom implements MessageRoom {

  public static final long DEFAULT_BYTES = 256L * 1024 * 1024;

  private final long bytesMax;
  private final AtomicLong claimed = new AtomicLong();

  public BodyRoom(long bytesMax) {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("room for bodies must be positive: " + bytesMax);
    }
    this.bytesMax = bytesMax;
  }

  /** Bytes in use. */
  public long claimedBytes() {
    return claimed.get();
  }

  @Override
  public boolean claim(long bytes) {
    if (claimed.addAndGet(bytes) > bytesMax) {
      claimed.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  @Override
  public void release(long bytes) {
    claimed.addAndGet(-bytes);
  }
}
