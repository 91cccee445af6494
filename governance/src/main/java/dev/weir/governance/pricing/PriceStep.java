package dev.weir.governance.pricing;

import java.math.BigDecimal;

/**
 * Another price of requests with a long prompt.
 *
 * @param aboveInputTokens the step is taken by prompts with more tokens than this, of all classes
 * @param perMillion with at most {@value UnitPrice#SCALE} digits after the point
 * @param scope which of the tokens have this price then
 */
public record PriceStep(long aboveInputTokens, BigDecimal perMillion, Scope scope) {

  /** What a step is the price of. */
  public enum Scope {
    /** All tokens of the class: what providers charge. */
    REQUEST,

    /** The tokens of the prompt that lie above the number alone. */
    EXCESS
  }

  public PriceStep {
    if (aboveInputTokens < 1) {
      throw new IllegalArgumentException("a step begins above at least 1 token");
    }
    perMillion = UnitPrice.checked(perMillion);
  }
}
