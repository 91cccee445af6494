package dev.weir.governance.audit;

import dev.weir.schemas.event.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The bytes of an entry that are hashed. They do not depend on Avro or on the schema's version, so
 * that a verifier needs nothing but this list:
 *
 * <p>the ASCII text {@code weir-audit-1}, then the fields of the entry in the order of the schema
 * without {@code leafHash}; a number as 8 bytes, big-endian; a time as its microseconds since the
 * epoch; text (UTF-8, an enum by its name) and bytes as their length in 4 bytes, big-endian, and
 * themselves. A later version with more fields gets another first text.
 */
final class CanonicalEntry {

  private static final String VERSION = "weir-audit-1";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final DataOutputStream out = new DataOutputStream(bytes);

  private CanonicalEntry() {}

  static byte[] bytesOf(AuditEntry entry) {
    CanonicalEntry canonical = new CanonicalEntry();
    try {
      canonical.write(entry);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return canonical.bytes.toByteArray();
  }

  private void write(AuditEntry entry) throws IOException {
    out.write(VERSION.getBytes(StandardCharsets.US_ASCII));
    text(entry.getChain());
    out.writeLong(entry.getIndex());
    bytes(entry.getPreviousHash());
    text(entry.getRequestId());
    out.writeLong(entry.getClassUid());
    time(entry.getTime());
    text(entry.getOrganisation());
    text(entry.getTeam());
    text(entry.getKeyId());
    text(entry.getOperation());
    text(entry.getModel());
    text(entry.getOutcome().name());
    out.writeLong(entry.getStatus());
    text(entry.getCode());
    out.writeLong(entry.getPolicyVersion());
    bytes(entry.getPromptHash());
    bytes(entry.getResponseHash());
    out.writeLong(entry.getFrames());
    time(entry.getEndedAt());
  }

  private void text(String value) throws IOException {
    bytes(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  private void bytes(ByteBuffer value) throws IOException {
    byte[] copy = new byte[value.remaining()];
    value.duplicate().get(copy);
    out.writeInt(copy.length);
    out.write(copy);
  }

  private void time(Instant value) throws IOException {
    out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, value));
  }
}
