package dev.weir.proxy.exchange;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes request ids: UUIDs of version 7 (RFC 9562), so that they sort by time. */
public final class RequestIds {

  private final InstantSource clock;
  private final RandomGenerator random;

  /** {@code random} is used under a lock and must not be predictable from another proxy's. */
  public RequestIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  String next() {
    long high;
    long low;
    synchronized (this) {
      high = random.nextLong();
      low = random.nextLong();
    }
    long millis = clock.millis();
    return new UUID(
            (millis << 16) | 0x7000 | (high & 0x0fff),
            (low & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE)
        .toString();
  }
}
