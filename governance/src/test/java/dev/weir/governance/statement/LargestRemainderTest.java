package dev.weir.governance.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LargestRemainderTest {

  @Test
  void givesTheLastUnitToTheOneWhoLostMostByRounding() {
    assertThat(split("1.00", 2, 1, 1, 1))
        .containsExactly(amount("0.34"), amount("0.33"), amount("0.33"));
    assertThat(split("0.10", 2, 3, 4, 2))
        .containsExactly(amount("0.03"), amount("0.05"), amount("0.02"));
  }

  @Test
  void splitsACreditLikeACost() {
    assertThat(split("-1.00", 2, 1, 1, 1))
        .containsExactly(amount("-0.34"), amount("-0.33"), amount("-0.33"));
  }

  @Test
  void refusesWeightsThatSayNothing() {
    assertThatThrownBy(() -> split("1.00", 2, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> split("1.00", 2, 2, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void addsUpToTheLastDigitAndIsNeverAUnitOff(long seed) {
    var random = new SplittableRandom(seed);
    List<BigInteger> weights = new ArrayList<>(List.of(BigInteger.ONE));
    for (int n = random.nextInt(20); n > 0; n--) {
      weights.add(BigInteger.valueOf(random.nextLong(1_000_000_000_000L)));
    }
    BigDecimal cost = BigDecimal.valueOf(random.nextLong(), 18);

    List<BigDecimal> parts = LargestRemainder.split(cost, weights, 18);

    assertThat(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(cost);
    BigInteger all = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    for (int i = 0; i < parts.size(); i++) {
      BigInteger units = parts.get(i).unscaledValue().multiply(all);
      BigInteger exact = cost.unscaledValue().multiply(weights.get(i));
      assertThat(units.subtract(exact).abs()).isLessThan(all);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static List<BigDecimal> split(String amount, int scale, long... weights) {
    return LargestRemainder.split(
        amount(amount), LongStream.of(weights).mapToObj(BigInteger::valueOf).toList(), scale);
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }
}
