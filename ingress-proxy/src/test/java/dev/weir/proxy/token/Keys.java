package dev.weir.proxy.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Keys as an issuer publishes them. */
final class Keys {

  private Keys() {}

  static ECKey named(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String document(ECKey... keys) {
    return new JWKSet(List.copyOf(Arrays.asList(keys))).toString();
  }

  static KeySet set(ECKey... keys) {
    try {
      return KeySet.parse(document(keys), 100);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
