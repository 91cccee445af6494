package dev.weir.proxy.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.weir.governance.identity.TokenAlgorithm;
import java.io.IOException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys that an issuer signs with, as it publishes them (RFC 7517, section 5). */
record KeySet(List<SigningKey> keys) {

  KeySet {
    keys = List.copyOf(keys);
  }

  /**
   * Reads a JWK set. Keys that are for something else, of another kind or broken are left out, as
   * the RFC asks.
   *
   * @throws IOException where it is no JWK set, holds too many keys, or none of use; the message
   *     may be logged
   */
  static KeySet parse(String document, int keysMax) throws IOException {
    Map<String, Object>[] published;
    try {
      published = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(document), "keys");
    } catch (ParseException | RuntimeException e) {
      throw new IOException("no JWK set", e);
    }
    if (published == null) {
      throw new IOException("no JWK set: it has no 'keys'");
    }
    if (published.length > keysMax) {
      throw new IOException(
          "a JWK set of " + published.length + " keys; more than " + keysMax + " are not read");
    }
    List<SigningKey> keys = new ArrayList<>();
    for (Map<String, Object> each : published) {
      key(each).ifPresent(keys::add);
    }
    if (keys.isEmpty()) {
      throw new IOException("a JWK set without a key to verify tokens with");
    }
    return new KeySet(keys);
  }

  private static Optional<SigningKey> key(@Nullable Map<String, Object> published) {
    try {
      return published == null ? Optional.empty() : SigningKey.of(JWK.parse(published));
    } catch (ParseException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** The one that a token names; where it names none, the only one that fits. */
  Optional<SigningKey> find(@Nullable String id, TokenAlgorithm algorithm) {
    List<SigningKey> fitting =
        keys.stream()
            .filter(key -> key.fits(algorithm) && (id == null || id.equals(key.id())))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }
}
