package dev.weir.governance.identity;

import java.util.Optional;

/**
 * How a token may be signed: by a private key, always. {@code none} and the HMACs, under which
 * whoever can verify a token can make one, are not among them (RFC 8725, sections 3.1 and 3.2).
 */
public enum TokenAlgorithm {
  RS256("RS256", "RSA"),
  RS384("RS384", "RSA"),
  RS512("RS512", "RSA"),
  PS256("PS256", "RSA"),
  PS384("PS384", "RSA"),
  PS512("PS512", "RSA"),
  ES256("ES256", "P-256"),
  ES384("ES384", "P-384"),
  EDDSA("EdDSA", "Ed25519");

  private final String text;
  private final String keyKind;

  TokenAlgorithm(String text, String keyKind) {
    this.text = text;
    this.keyKind = keyKind;
  }

  /** Its name in a token's header (RFC 7518, section 3.1; RFC 8037, section 3.1). */
  public String text() {
    return text;
  }

  /** The keys that it works with: RSA, or the name of a curve. */
  public String keyKind() {
    return keyKind;
  }

  public static Optional<TokenAlgorithm> named(String text) {
    for (TokenAlgorithm each : values()) {
      if (each.text.equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
