package dev.weir.governance.privacy;

/** Content under a data key. {@code length} counts the bytes of the plain text. */
public record SealedContent(String keyId, byte[] nonce, byte[] ciphertext, int length) {

  @Override
  public String toString() {
    return "SealedContent[" + length + " bytes under " + keyId + "]";
  }
}
