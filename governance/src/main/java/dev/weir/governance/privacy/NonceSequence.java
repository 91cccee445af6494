package dev.weir.governance.privacy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Nonces that never repeat under one key: a random 64-bit prefix and a 32-bit counter; a new prefix
 * is drawn when the counter is used up (NIST SP 800-38D section 8.2.1). Two sequences collide only
 * if they draw the same 64 bits. Safe for use by many threads.
 */
public final class NonceSequence {

  private final SecureRandom random;
  private long prefix;
  private int counter;

  public NonceSequence(SecureRandom random) {
    this.random = random;
    this.prefix = random.nextLong();
  }

  /** Twelve bytes that this sequence has not given before. */
  public byte[] next() {
    long drawnPrefix;
    int drawnCounter;
    synchronized (this) {
      drawnPrefix = prefix;
      drawnCounter = counter++;
      if (counter == 0) {
        prefix = random.nextLong();
      }
    }
    return ByteBuffer.allocate(AesGcm.NONCE_BYTES)
        .putLong(drawnPrefix)
        .putInt(drawnCounter)
        .array();
  }
}
