package dev.weir.proxy.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** EdDSA (RFC 8037) with what the JDK brings: the library's own needs another one. */
final class Ed25519Verifier extends EdDSAProvider implements JWSVerifier {

  /** What comes before the 32 bytes of a key in X.509 (RFC 8410, section 4). */
  private static final byte[] BEFORE_KEY = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private final PublicKey key;

  /**
   * @throws IllegalArgumentException where {@code point} is no key
   */
  Ed25519Verifier(byte[] point) {
    if (point.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of Ed25519 has 32 bytes, not " + point.length);
    }
    byte[] encoded = new byte[BEFORE_KEY.length + KEY_BYTES];
    System.arraycopy(BEFORE_KEY, 0, encoded, 0, BEFORE_KEY.length);
    System.arraycopy(point, 0, encoded, BEFORE_KEY.length, KEY_BYTES);
    try {
      key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key of Ed25519", e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
    try {
      Signature verification = Signature.getInstance("Ed25519");
      verification.initVerify(key);
      verification.update(signed);
      return verification.verify(signature.decode());
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no signature of Ed25519", e);
    }
  }
}
