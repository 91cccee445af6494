package dev.weir.proxy.token;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature was verified, by their keyed hash: the next request with the same one
 * costs a hash and a look. Only good tokens get in, so that nobody can push them out with bad ones.
 *
 * <p>Two generations of equal size: where the younger is full it becomes the older, and what was in
 * the older and was not asked for meanwhile is gone. It is verified again when it comes back.
 */
final class ProvenTokens {

  /**
   * A token that was verified.
   *
   * @param policyVersion and {@code generation} of the keys of {@code source}: what it was verified
   *     under; under others it must be verified again
   * @param until from then on it proves nobody
   */
  record Entry(
      TokenReading.Proven proven,
      long policyVersion,
      IssuerKeys source,
      long generation,
      Instant until) {

    private boolean holds(long version, Instant now) {
      return policyVersion == version
          && now.isBefore(until)
          && source.generation(now) == generation;
    }
  }

  private record Hash(long a, long b, long c, long d) {

    static Hash of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Hash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }
  }

  private final int perGeneration;
  private final AtomicInteger added = new AtomicInteger();
  private volatile Map<Hash, Entry> young = new ConcurrentHashMap<>();
  private volatile Map<Hash, Entry> old = Map.of();

  /** Holds at most about twice {@code perGeneration}. */
  ProvenTokens(int perGeneration) {
    this.perGeneration = perGeneration;
  }

  /** {@code hash}: 32 bytes. */
  TokenReading.@Nullable Proven find(byte[] hash, long policyVersion, Instant now) {
    Hash key = Hash.of(hash);
    Entry entry = young.get(key);
    if (entry == null) {
      entry = old.get(key);
      if (entry != null) {
        put(key, entry);
      }
    }
    return entry != null && entry.holds(policyVersion, now) ? entry.proven() : null;
  }

  void add(byte[] hash, Entry entry) {
    put(Hash.of(hash), entry);
  }

  /** How many are held. */
  int size() {
    return young.size() + old.size();
  }

  private void put(Hash key, Entry entry) {
    if (young.put(key, entry) == null && added.incrementAndGet() >= perGeneration) {
      turn();
    }
  }

  private synchronized void turn() {
    if (added.get() >= perGeneration) {
      old = young;
      young = new ConcurrentHashMap<>();
      added.set(0);
    }
  }
}
