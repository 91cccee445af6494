package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a million tokens cost from an instant on, until the next price takes over.
 *
 * @param perMillion of requests that are not long enough for a step
 * @param steps other prices of long requests, in order of their length
 */
public record UnitPrice(Instant validFrom, BigDecimal perMillion, List<PriceStep> steps) {

  /** Digits after the point of a price per million. */
  public static final int SCALE = 12;

  /** A price list with more is refused. */
  public static final int STEPS_MAX = 16;

  private static final int MILLION_DIGITS = 6;

  /** Tokens of one class that have the same price. */
  record Portion(long tokens, BigDecimal perMillion) {}

  public UnitPrice {
    perMillion = checked(perMillion);
    steps = steps.stream().sorted(Comparator.comparingLong(PriceStep::aboveInputTokens)).toList();
    if (steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException("a price has at most " + STEPS_MAX + " steps");
    }
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).aboveInputTokens() == steps.get(i - 1).aboveInputTokens()) {
        throw new IllegalArgumentException(
            "two steps above " + steps.get(i).aboveInputTokens() + " tokens");
      }
      if (steps.get(i).scope() != steps.getFirst().scope()) {
        throw new IllegalArgumentException(
            "all steps of a price are of the whole request or all of its excess");
      }
    }
  }

  public UnitPrice(Instant validFrom, BigDecimal perMillion) {
    this(validFrom, perMillion, List.of());
  }

  static BigDecimal checked(BigDecimal perMillion) {
    if (perMillion.signum() < 0) {
      throw new IllegalArgumentException("a price cannot be negative: " + perMillion);
    }
    return perMillion.setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  /** The exact cost of {@code tokens} of a short request; nothing is rounded. */
  public Money of(long tokens, String currency) {
    return cost(tokens, perMillion, currency);
  }

  /** The same in a request whose prompt has {@code prompt} tokens, those among them. */
  public Money of(long tokens, long prompt, String currency) {
    Money sum = Money.zero(currency);
    for (Portion portion : portions(tokens, 0, prompt)) {
      sum = sum.plus(cost(portion.tokens(), portion.perMillion(), currency));
    }
    return sum;
  }

  static Money cost(long tokens, BigDecimal perMillion, String currency) {
    return new Money(
        perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION_DIGITS), currency);
  }

  /**
   * What {@code tokens} of a class of the prompt cost in a request; the portions add up to them.
   *
   * @param before tokens of the prompt that lie before those of this class
   * @param prompt tokens of the whole prompt
   */
  List<Portion> portions(long tokens, long before, long prompt) {
    if (steps.isEmpty() || prompt <= steps.getFirst().aboveInputTokens()) {
      return List.of(new Portion(tokens, perMillion));
    }
    return steps.getFirst().scope() == PriceStep.Scope.REQUEST
        ? List.of(new Portion(tokens, priceOf(prompt)))
        : excess(tokens, before);
  }

  /**
   * What a million tokens cost that lie nowhere in the prompt, and so in no excess of it: its
   * length says the price, and theirs does not.
   */
  BigDecimal priceOf(long prompt) {
    BigDecimal price = perMillion;
    for (PriceStep step : steps) {
      if (prompt > step.aboveInputTokens()) {
        price = step.perMillion();
      }
    }
    return price;
  }

  private List<Portion> excess(long tokens, long before) {
    List<Portion> portions = new ArrayList<>();
    long end = Math.addExact(before, tokens);
    long from = before;
    BigDecimal price = perMillion;
    for (PriceStep step : steps) {
      long upTo = Math.clamp(step.aboveInputTokens(), from, end);
      if (upTo > from) {
        portions.add(new Portion(upTo - from, price));
      }
      from = upTo;
      price = step.perMillion();
    }
    if (end > from) {
      portions.add(new Portion(end - from, price));
    }
    return List.copyOf(portions);
  }
}
