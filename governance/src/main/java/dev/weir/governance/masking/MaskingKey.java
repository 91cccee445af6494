package dev.weir.governance.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What hashes and invented values are keyed with (HMAC-SHA256), so that nobody can try values. */
public final class MaskingKey {

  public static final int BYTES_MIN = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private static final int BOUNDARY_BYTES = 8;

  private final SecretKeySpec key;

  public MaskingKey(byte[] key) {
    if (key.length < BYTES_MIN) {
      throw new IllegalArgumentException(
          "a masking key has at least " + BYTES_MIN + " bytes, this one has " + key.length);
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** What stands around a text that is marked as data: none but the team can foresee it. */
  public String boundary(String text) {
    return "data-" + HexFormat.of().formatHex(digest("spotlight", text), 0, BOUNDARY_BYTES);
  }

  byte[] digest(String label, String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(label.getBytes(UTF_8));
      mac.update((byte) 0);
      // Not UTF-8, which has no bytes for halves of surrogates.
      ByteBuffer chars = ByteBuffer.allocate(2 * value.length());
      chars.asCharBuffer().put(value);
      return mac.doFinal(chars.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "MaskingKey[hidden]";
  }
}
