package dev.weir.governance.identity;

import java.time.Duration;
import java.util.Set;

/**
 * What a token must be to count.
 *
 * @param audiences one of them must be among the token's own
 * @param clockSkew how far the issuer's clock and ours may be apart; at most {@link #SKEW_MAX}
 */
public record TokenTerms(
    Set<String> audiences, Set<TokenAlgorithm> algorithms, Duration clockSkew) {

  public static final Duration SKEW_USUAL = Duration.ofSeconds(60);
  public static final Duration SKEW_MAX = Duration.ofMinutes(10);

  public TokenTerms {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException(
          "audience names at least one: a token that was made for another service is not for us");
    }
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("algorithms names at least one");
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(SKEW_MAX) > 0) {
      throw new IllegalArgumentException(
          "clock-skew is from 0s to " + SKEW_MAX.toMinutes() + "m: more keeps dead tokens alive");
    }
  }
}
