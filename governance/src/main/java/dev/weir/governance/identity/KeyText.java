package dev.weir.governance.identity;

import java.util.Base64;
import java.util.Optional;

/**
 * A virtual key as its owner holds it: {@code wk_<keyId>_<secret>}, where the secret is 32 random
 * bytes in base64url without padding. Shown once; only its keyed hash is stored.
 */
public record KeyText(String keyId, String secret) {

  private static final String PREFIX = "wk_";
  private static final int KEY_ID_MIN = 6;
  private static final int KEY_ID_MAX = 32;
  private static final int SECRET_LENGTH = 43;

  /** The key in a credential, or nothing where it has another shape. */
  public static Optional<KeyText> parse(String credential) {
    int idEnd = credential.length() - SECRET_LENGTH - 1;
    int idLength = idEnd - PREFIX.length();
    if (idLength < KEY_ID_MIN
        || idLength > KEY_ID_MAX
        || !credential.startsWith(PREFIX)
        || credential.charAt(idEnd) != '_') {
      return Optional.empty();
    }
    for (int i = PREFIX.length(); i < credential.length(); i++) {
      char c = credential.charAt(i);
      boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean fitsSecret = (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
      if (!fits && (i < idEnd || !fitsSecret)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new KeyText(credential.substring(PREFIX.length(), idEnd), credential.substring(idEnd + 1)));
  }

  /** A new key; {@code random} must be 32 bytes from a secure source. */
  public static KeyText of(String keyId, byte[] random) {
    if (random.length != 32) {
      throw new IllegalArgumentException("a key's secret is 32 bytes, got " + random.length);
    }
    return new KeyText(keyId, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The text that goes into an Authorization header. */
  public String reveal() {
    return "wk_" + keyId + "_" + secret;
  }

  @Override
  public String toString() {
    return "wk_" + keyId + "_***";
  }
}
