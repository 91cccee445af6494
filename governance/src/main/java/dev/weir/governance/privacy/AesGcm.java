package dev.weir.governance.privacy;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D). */
final class AesGcm {

  static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Finding an implementation costs more than sealing a short text. */
  private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(AesGcm::cipher);

  private AesGcm() {}

  static byte[] encrypt(SecretKey key, byte[] nonce, byte[] plain, byte[] bound) {
    return encrypt(key, nonce, plain, 0, plain.length, bound);
  }

  static byte[] encrypt(
      SecretKey key, byte[] nonce, byte[] plain, int offset, int length, byte[] bound) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.updateAAD(bound);
      return cipher.doFinal(plain, offset, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not encrypt", e);
    }
  }

  static byte[] decrypt(SecretKey key, byte[] nonce, byte[] sealed, byte[] bound) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
      cipher.updateAAD(bound);
      return cipher.doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new UnreadableContentException(
          "the content does not open: the wrong key, another record's content, or altered");
    } catch (GeneralSecurityException e) {
      throw new UnreadableContentException("the content is no AES-256-GCM ciphertext");
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = CIPHER.get();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/GCM/NoPadding", e);
    }
  }
}
