package dev.weir.proxy.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.weir.governance.identity.TokenAlgorithm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A public key that an issuer signs with. Equal where what the issuer publishes of it is. */
final class SigningKey {

  /**
   * A smaller one can be broken (RFC 7518, section 3.3), a larger one takes long to verify with.
   */
  private static final int RSA_BITS_MIN = 2048;

  private static final int RSA_BITS_MAX = 8192;

  private final JWK published;
  private final String kind;
  private final JWSVerifier verifier;

  private SigningKey(JWK published, String kind, JWSVerifier verifier) {
    this.published = published;
    this.kind = kind;
    this.verifier = verifier;
  }

  /** Nothing where it is for something else, or of a kind that Weir does not verify with. */
  static Optional<SigningKey> of(JWK key) {
    boolean signs = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
    boolean verifies =
        key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
    if (!signs || !verifies) {
      return Optional.empty();
    }
    try {
      return switch (key) {
        case RSAKey rsa when rsa.size() >= RSA_BITS_MIN && rsa.size() <= RSA_BITS_MAX ->
            Optional.of(
                new SigningKey(rsa.toPublicJWK(), "RSA", new RSASSAVerifier(rsa.toRSAPublicKey())));
        case ECKey ec when ec.getCurve().equals(Curve.P_256) || ec.getCurve().equals(Curve.P_384) ->
            Optional.of(
                new SigningKey(
                    ec.toPublicJWK(),
                    ec.getCurve().getName(),
                    new ECDSAVerifier(ec.toECPublicKey())));
        case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
            Optional.of(
                new SigningKey(
                    pair.toPublicJWK(), "Ed25519", new Ed25519Verifier(pair.getDecodedX())));
        default -> Optional.empty();
      };
    } catch (JOSEException | IllegalArgumentException | IllegalStateException _) {
      // A point that is not on its curve, for example.
      return Optional.empty();
    }
  }

  boolean fits(TokenAlgorithm algorithm) {
    return kind.equals(algorithm.keyKind())
        && (published.getAlgorithm() == null
            || published.getAlgorithm().getName().equals(algorithm.text()));
  }

  /** What a token names it by. */
  @Nullable String id() {
    return published.getKeyID();
  }

  JWSVerifier verifier() {
    return verifier;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SigningKey key && published.equals(key.published);
  }

  @Override
  public int hashCode() {
    return published.hashCode();
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + ", " + kind + "]";
  }
}
