package dev.weir.governance.identity;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a token.
 *
 * @param claim the claim's name, or names joined by dots that lead into objects; nothing where no
 *     claim is asked
 * @param otherwise what holds where the claim is absent
 */
public record ClaimRule(Optional<String> claim, Optional<String> otherwise) {

  /** Asks for nothing. */
  public static final ClaimRule NONE = new ClaimRule(Optional.empty(), Optional.empty());

  /** The claim's value; null where it is absent. */
  @Nullable Object in(Map<String, ? extends @Nullable Object> claims) {
    if (claim.isEmpty()) {
      return null;
    }
    Object whole = claims.get(claim.get());
    return whole == null ? follow(claims, claim.get()) : whole;
  }

  /** How messages name the claim. */
  String name() {
    return claim.orElse("");
  }

  private static @Nullable Object follow(Map<?, ?> claims, String path) {
    Object at = claims;
    for (String step : path.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> object)) {
        return null;
      }
      at = object.get(step);
    }
    return at;
  }
}
