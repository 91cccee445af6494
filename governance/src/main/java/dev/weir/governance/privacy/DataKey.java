package dev.weir.governance.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one subject's content (a team, or a person where policy says so). Destroying it erases
 * the content wherever it lies.
 */
public final class DataKey {

  public static final int LENGTH_BYTES = 32;

  private final String subject;
  private final String keyId;
  private final Instant createdAt;
  private final byte[] secret;

  /** {@code secret} must be 32 bytes from a secure source. */
  public DataKey(String subject, String keyId, Instant createdAt, byte[] secret) {
    if (secret.length != LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a data key has " + LENGTH_BYTES + " bytes, got " + secret.length);
    }
    this.subject = subject;
    this.keyId = keyId;
    this.createdAt = createdAt;
    this.secret = secret.clone();
  }

  public String subject() {
    return subject;
  }

  public String keyId() {
    return keyId;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The key under lock: what the topic holds. */
  public WrappedDataKey wrap(KeyEncryptionKey under, byte[] nonce) {
    byte[] wrapped = AesGcm.encrypt(under.wrapping(), nonce, secret, binding(subject, keyId));
    return new WrappedDataKey(subject, keyId, createdAt, nonce, wrapped);
  }

  SecretKey key() {
    return new SecretKeySpec(secret, "AES");
  }

  /** A wrapped key moved to another subject's entry does not unwrap. */
  static byte[] binding(String subject, String keyId) {
    return (subject + "|" + keyId).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "DataKey[" + subject + "|" + keyId + "]";
  }
}
