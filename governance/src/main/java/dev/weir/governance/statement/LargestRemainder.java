package dev.weir.governance.statement;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits an amount into parts that add up to it exactly: each part is its quota rounded towards
 * zero, and the units that are left go to those who lost most by that, the first ones where they
 * lost the same (the method of largest remainders, of Hamilton or Hare-Niemeyer).
 */
final class LargestRemainder {

  private LargestRemainder() {}

  /**
   * Splits {@code amount} in proportion to the weights.
   *
   * @param amount of either sign
   * @param weights none negative, one positive at least
   * @param scale how many digits after the point a part may have; that of {@code amount} or more
   * @return the parts, in the order of the weights
   */
  static List<BigDecimal> split(BigDecimal amount, List<BigInteger> weights, int scale) {
    BigInteger all = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (all.signum() <= 0 || weights.stream().anyMatch(weight -> weight.signum() < 0)) {
      throw new IllegalArgumentException("weights are from 0, and not all 0: " + weights);
    }
    BigInteger units = amount.movePointRight(scale).toBigIntegerExact();
    BigInteger[] parts = new BigInteger[weights.size()];
    BigInteger[] remainders = new BigInteger[weights.size()];
    BigInteger given = BigInteger.ZERO;
    for (int i = 0; i < parts.length; i++) {
      BigInteger[] quota = units.abs().multiply(weights.get(i)).divideAndRemainder(all);
      parts[i] = quota[0];
      remainders[i] = quota[1];
      given = given.add(quota[0]);
    }
    List<Integer> byLoss = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      byLoss.add(i);
    }
    byLoss.sort(Comparator.comparing((Integer i) -> remainders[i]).reversed());
    int left = units.abs().subtract(given).intValueExact();
    for (int i = 0; i < left; i++) {
      int lucky = byLoss.get(i);
      parts[lucky] = parts[lucky].add(BigInteger.ONE);
    }
    List<BigDecimal> amounts = new ArrayList<>();
    for (BigInteger part : parts) {
      amounts.add(new BigDecimal(units.signum() < 0 ? part.negate() : part, scale));
    }
    return List.copyOf(amounts);
  }
}
