package dev.weir.governance.audit;

import dev.weir.schemas.event.AuditEntry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Entries in a row, each with the leaf hash of the one before: altering, dropping or reordering any
 * of them shows. Leaf hashes are those of RFC 6962 section 2.1, so that a Merkle tree can be built
 * over them.
 */
public final class AuditChain {

  public static final int HASH_BYTES = 32;

  private static final byte LEAF = 0;

  private AuditChain() {}

  /** What the first entry of a chain has as its previous hash. */
  public static ByteBuffer beginning() {
    return ByteBuffer.wrap(new byte[HASH_BYTES]);
  }

  /** SHA-256(0x00 || canonical bytes without the leaf hash). */
  public static ByteBuffer leafHash(AuditEntry entry) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return ByteBuffer.wrap(digest.digest(CanonicalEntry.bytesOf(entry)));
  }

  /** The entry with its leaf hash. */
  public static AuditEntry seal(AuditEntry entry) {
    return AuditEntry.newBuilder(entry).setLeafHash(leafHash(entry)).build();
  }

  /** Verifies a chain from its beginning. */
  public static Verdict verify(List<AuditEntry> entries) {
    return verify(entries, 0, beginning());
  }

  /** Verifies entries that continue a chain: the first has this index and previous hash. */
  public static Verdict verify(List<AuditEntry> entries, long firstIndex, ByteBuffer previousHash) {
    ByteBuffer previous = previousHash;
    long index = firstIndex;
    for (AuditEntry entry : entries) {
      if (!entry.getChain().equals(entries.getFirst().getChain())) {
        return new Verdict.Broken(index, "belongs to another chain: " + entry.getChain());
      }
      if (entry.getIndex() != index) {
        return new Verdict.Broken(index, "expected here, found entry " + entry.getIndex());
      }
      if (!entry.getPreviousHash().equals(previous)) {
        return new Verdict.Broken(index, "does not follow the entry before it");
      }
      if (!entry.getLeafHash().equals(leafHash(entry))) {
        return new Verdict.Broken(index, "was altered: its leaf hash does not match");
      }
      previous = entry.getLeafHash();
      index++;
    }
    return new Verdict.Whole(entries.size(), previous);
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What a verification found. */
  public sealed interface Verdict {

    /** Nothing was altered, left out or reordered between the first and the last entry. */
    record Whole(long entries, ByteBuffer head) implements Verdict {}

    /** The first entry that does not fit, by the index that was due. */
    record Broken(long index, String reason) implements Verdict {}
  }
}
