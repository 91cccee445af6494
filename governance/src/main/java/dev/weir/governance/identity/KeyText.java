package dev.weir.governance.identity;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A virtual key as its owner holds it: {@code wk_<keyId>_<secret>}, where the secret is 32 random
 * bytes in base64url without padding. Shown once; only its keyed hash is stored.
 */
public record KeyText(String keyId, String secret) {

  private static final Pattern SHAPE = Pattern.compile("wk_([a-z0-9]{6,32})_([A-Za-z0-9_-]{43})");

  /** The key in a credential, or nothing where it has another shape. */
  public static Optional<KeyText> parse(String credential) {
    if (credential.length() > 128) {
      return Optional.empty();
    }
    Matcher matcher = SHAPE.matcher(credential);
    return matcher.matches()
        ? Optional.of(new KeyText(matcher.group(1), matcher.group(2)))
        : Optional.empty();
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
