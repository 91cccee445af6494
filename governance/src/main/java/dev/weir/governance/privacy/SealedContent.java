package dev.weir.governance.privacy;

import dev.weir.schemas.event.EncryptedContent;

/** Content under a data key. {@code length} counts the bytes of the plain text. */
public record SealedContent(String keyId, byte[] nonce, byte[] ciphertext, int length) {

  /** The content as an event holds it. */
  public static SealedContent of(EncryptedContent content) {
    return new SealedContent(
        content.getKeyId(),
        EventBytes.copy(content.getNonce()),
        EventBytes.copy(content.getCiphertext()),
        content.getLength());
  }

  @Override
  public String toString() {
    return "SealedContent[" + length + " bytes under " + keyId + "]";
  }
}
