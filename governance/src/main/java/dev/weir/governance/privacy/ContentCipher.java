package dev.weir.governance.privacy;

import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/**
 * Seals and opens content with one data key. What is sealed is bound to the id of its event:
 * ciphertext that is moved to another record does not open. Safe for use by many threads.
 */
public final class ContentCipher {

  private final String keyId;
  private final SecretKey key;

  public ContentCipher(DataKey key) {
    this.keyId = key.keyId();
    this.key = key.key();
  }

  public SealedContent seal(byte[] plain, int offset, int length, String eventId, byte[] nonce) {
    byte[] sealed = AesGcm.encrypt(key, nonce, plain, offset, length, bound(eventId));
    return new SealedContent(keyId, nonce, sealed, length);
  }

  public SealedContent seal(byte[] plain, String eventId, byte[] nonce) {
    return seal(plain, 0, plain.length, eventId, nonce);
  }

  /**
   * Opens what was sealed for this event.
   *
   * @throws UnreadableContentException where it was sealed with another key, for another event, or
   *     was altered
   */
  public byte[] open(SealedContent content, String eventId) {
    return AesGcm.decrypt(key, content.nonce(), content.ciphertext(), bound(eventId));
  }

  private static byte[] bound(String eventId) {
    return eventId.getBytes(StandardCharsets.UTF_8);
  }
}
