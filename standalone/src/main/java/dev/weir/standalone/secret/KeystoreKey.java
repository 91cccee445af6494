package dev.weir.standalone.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What the key-encryption key of a keystore does. From the 32 bytes of its file come, by HKDF with
 * SHA-256 (RFC 5869), a key that encrypts, one that authenticates, and an id that tells keys apart.
 */
final class KeystoreKey {

  static final int LENGTH_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ID_BYTES = 8;
  private static final int FILE_BYTES_MAX = 1_024;

  private final String id;
  private final SecretKey encrypting;
  private final SecretKey authenticating;

  private KeystoreKey(byte[] bytes) {
    this.id = HexFormat.of().formatHex(derive(bytes, "id", ID_BYTES));
    this.encrypting = deriveKey(bytes, "AES", "encrypt");
    this.authenticating = deriveKey(bytes, "HmacSHA256", "authenticate");
  }

  /** Takes the bytes and wipes them. */
  static KeystoreKey of(byte[] bytes) {
    try {
      return new KeystoreKey(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * The key of a file: 32 bytes in base64.
   *
   * @throws KeystoreException where the file holds none, or others may see it
   */
  static KeystoreKey read(Path file) {
    byte[] text = PrivateFile.read(file, FILE_BYTES_MAX);
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text);
      if (bytes.length == LENGTH_BYTES) {
        return of(bytes);
      }
      Arrays.fill(bytes, (byte) 0);
    } catch (IllegalArgumentException _) {
      // The cause would quote the key.
    } finally {
      Arrays.fill(text, (byte) 0);
    }
    throw new KeystoreException(
        file + " is no keystore key: expected 32 bytes in base64 (openssl rand -base64 32)");
  }

  /** Makes a key and puts it into a file. */
  static KeystoreKey make(Path file, SecureRandom random) {
    byte[] bytes = new byte[LENGTH_BYTES];
    random.nextBytes(bytes);
    byte[] text = Base64.getEncoder().encode(bytes);
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    try {
      PrivateFile.replace(file, line);
    } finally {
      Arrays.fill(text, (byte) 0);
      Arrays.fill(line, (byte) 0);
    }
    return of(bytes);
  }

  /** Tells keys apart and gives nothing of them away. */
  String id() {
    return id;
  }

  /** A fresh nonce and the ciphertext; {@code bound} has to be the same at the opening. */
  byte[] seal(byte[] plain, String bound, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, bound);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not encrypt", e);
    }
  }

  /** Nothing where the bytes are not what {@link #seal} made with this key and this text. */
  Optional<byte[]> open(byte[] sealed, String bound) {
    if (sealed.length < NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), bound);
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String bound) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, encrypting, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound.getBytes(UTF_8));
    return cipher;
  }

  /** Authenticates a whole file: no line of it can be left out or come from another time. */
  byte[] authenticate(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(authenticating);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] derive(byte[] bytes, String purpose, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters(bytes, purpose, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HKDF-SHA256", e);
    }
  }

  private static SecretKey deriveKey(byte[] bytes, String algorithm, String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(algorithm, parameters(bytes, purpose, LENGTH_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HKDF-SHA256", e);
    }
  }

  private static HKDFParameterSpec parameters(byte[] bytes, String purpose, int length) {
    return HKDFParameterSpec.ofExtract()
        .addIKM(bytes)
        .thenExpand(("weir keystore 1: " + purpose).getBytes(UTF_8), length);
  }
}
