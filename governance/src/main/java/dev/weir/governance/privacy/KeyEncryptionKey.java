package dev.weir.governance.privacy;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret of an installation: 32 bytes that wrap the data keys. The pepper of the virtual
 * keys, the wrapping key and the key of fingerprints are derived from it with HKDF-SHA-256 (RFC
 * 5869), so no use can weaken another.
 */
public final class KeyEncryptionKey {

  public static final int LENGTH_BYTES = 32;

  private final SecretKey wrapping;
  private final byte[] pepper;
  private final SecretKey fingerprinting;

  public KeyEncryptionKey(byte[] secret) {
    if (secret.length != LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a key-encryption key has " + LENGTH_BYTES + " bytes, got " + secret.length);
    }
    this.wrapping = new SecretKeySpec(derive(secret, "weir data-key wrapping v1"), "AES");
    this.pepper = derive(secret, "weir virtual-key pepper v1");
    this.fingerprinting =
        new SecretKeySpec(derive(secret, "weir found-secret fingerprint v1"), "HmacSHA256");
  }

  /** For {@code KeyHasher}. */
  public byte[] pepper() {
    return pepper.clone();
  }

  SecretKey fingerprinting() {
    return fingerprinting;
  }

  SecretKey wrapping() {
    return wrapping;
  }

  private static byte[] derive(byte[] secret, String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(Arrays.copyOf(secret, secret.length))
                  .thenExpand(purpose.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 25 has HKDF-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[hidden]";
  }
}
