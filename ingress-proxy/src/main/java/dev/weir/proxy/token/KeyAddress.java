package dev.weir.proxy.token;

import dev.weir.governance.identity.TokenIssuer;
import java.net.URI;
import java.util.Optional;

/** Where an issuer's keys are: what of an issuer is asked on the network. */
record KeyAddress(String issuer, Optional<URI> keysAt) {

  static KeyAddress of(TokenIssuer issuer) {
    return new KeyAddress(issuer.issuer(), issuer.keysAt());
  }
}
