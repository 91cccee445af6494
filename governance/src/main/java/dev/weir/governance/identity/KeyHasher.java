package dev.weir.governance.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a virtual key into what may be stored: HMAC-SHA-256 under a pepper. Without the pepper the
 * stored hash tells nothing, even of a guessed key. Safe for use by many threads.
 */
public final class KeyHasher {

  /** Keyed once per thread: every request needs one. */
  private final ThreadLocal<Mac> macs;

  /** The pepper comes from {@code KeyEncryptionKey.pepper()}. */
  public KeyHasher(byte[] pepper) {
    SecretKeySpec key = new SecretKeySpec(pepper, "HmacSHA256");
    this.macs = ThreadLocal.withInitial(() -> keyed(key));
  }

  public byte[] hash(KeyText key) {
    return hash(key.reveal());
  }

  /** Of a credential of any kind: 32 bytes. */
  public byte[] hash(String credential) {
    return macs.get().doFinal(credential.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac keyed(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Compares in constant time. */
  public boolean matches(KeyText key, byte[] storedHash) {
    return MessageDigest.isEqual(hash(key), storedHash);
  }
}
