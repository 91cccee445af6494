package dev.weir.governance.privacy;

import java.time.Instant;

/** A data key as it lies in the log: useless without the key-encryption key. */
public record WrappedDataKey(
    String subject, String keyId, Instant createdAt, byte[] nonce, byte[] wrapped) {

  /** The key as its event holds it. */
  public static WrappedDataKey of(dev.weir.schemas.event.DataKey key) {
    return new WrappedDataKey(
        key.getSubject(),
        key.getKeyId(),
        key.getCreatedAt(),
        EventBytes.copy(key.getNonce()),
        EventBytes.copy(key.getWrapped()));
  }

  /**
   * The data key itself.
   *
   * @throws UnreadableContentException where another key-encryption key wrapped it, or it was
   *     altered
   */
  public DataKey unwrap(KeyEncryptionKey with) {
    try {
      byte[] secret =
          AesGcm.decrypt(with.wrapping(), nonce, wrapped, DataKey.binding(subject, keyId));
      return new DataKey(subject, keyId, createdAt, secret);
    } catch (UnreadableContentException e) {
      throw new UnreadableContentException(
          "the data key " + subject + "|" + keyId + " does not unwrap: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "WrappedDataKey[" + subject + "|" + keyId + "]";
  }
}
