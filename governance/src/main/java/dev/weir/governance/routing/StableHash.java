package dev.weir.governance.routing;

import java.nio.charset.StandardCharsets;

/**
 * What looks like chance in a choice: FNV-1a with 64 bits over the text's UTF-8, then the finalizer
 * of MurmurHash3, since FNV's low bits are weak. Fixed for ever: a replay of history must choose as
 * the proxy did.
 */
public final class StableHash {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private StableHash() {}

  public static long of(String text) {
    long hash = FNV_OFFSET;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** A number from 0 to {@code size - 1}. */
  public static long within(String text, long size) {
    return Long.remainderUnsigned(of(text), size);
  }
}
