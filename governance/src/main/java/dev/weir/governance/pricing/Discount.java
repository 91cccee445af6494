package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A negotiated share off the list price from an instant on, until the next one of the same scope.
 * What is empty in the scope is not asked for.
 *
 * @param percent from 0, which ends a discount, to 100, with at most {@value #PERCENT_SCALE} digits
 *     after the point
 */
public record Discount(Scope scope, BigDecimal percent, Instant validFrom) {

  public static final int PERCENT_SCALE = 4;

  private static final BigDecimal MAX = BigDecimal.valueOf(100);

  /** Whose use of what it is for. */
  public record Scope(
      Optional<String> team,
      Optional<String> provider,
      Optional<String> model,
      Optional<TokenType> type) {

    boolean covers(Consumption use, TokenType used) {
      return team.filter(it -> !it.equals(use.team())).isEmpty()
          && provider.filter(it -> !it.equals(use.provider())).isEmpty()
          && model.filter(it -> !it.equals(use.model())).isEmpty()
          && type.filter(it -> it != used).isEmpty();
    }

    /** Team before model before token type before provider: the number orders scopes. */
    int rank() {
      return (team.isPresent() ? 8 : 0)
          + (model.isPresent() ? 4 : 0)
          + (type.isPresent() ? 2 : 0)
          + (provider.isPresent() ? 1 : 0);
    }
  }

  public Discount {
    if (percent.signum() < 0 || percent.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("a discount is from 0 to 100 percent, not " + percent);
    }
    if (percent.stripTrailingZeros().scale() > PERCENT_SCALE) {
      throw new IllegalArgumentException(
          "a discount has at most " + PERCENT_SCALE + " digits after the point: " + percent);
    }
  }
}
