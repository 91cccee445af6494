package dev.weir.governance.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Turns a secret that was found into what may be recorded of it: HMAC-SHA-256 under a key that only
 * the installation has. Who holds the secret and the key-encryption key can ask where it went; who
 * holds one of them learns nothing, not even by guessing. Safe for use by many threads.
 */
public final class SecretFingerprints {

  public static final int LENGTH_BYTES = 32;

  /** White space and how it is written inside quoted text: a key has other line ends everywhere. */
  private static final Pattern BREAKS = Pattern.compile("\\s|\\\\+[nrt]");

  private final SecretKey key;

  public SecretFingerprints(KeyEncryptionKey key) {
    this.key = key.fingerprinting();
  }

  /**
   * {@value #LENGTH_BYTES} bytes; the same for a private key in a file and for the one in a string
   * of JSON.
   */
  public byte[] of(CharSequence secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String text = BREAKS.matcher(secret).replaceAll("");
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
