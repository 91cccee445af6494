package dev.weir.governance.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RatingTest {

  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final UnitPrice OLD = new UnitPrice(JANUARY, new BigDecimal("0.15"));
  private static final UnitPrice NEW = new UnitPrice(JUNE, new BigDecimal("0.1"));
  private static final PriceSchedule INPUT = new PriceSchedule("USD", List.of(NEW, OLD));

  private final Rating rating =
      new Rating(key ->
          key.text().equals("echo|echo-small|input") ? Optional.of(INPUT) : Optional.empty());

  @Test
  void chargesThePriceInForceWhenTheTokensWereUsed() {
    assertThat(rate(Map.of(TokenType.INPUT, 3L), JUNE.minusMillis(1)))
        .containsExactly(
            new Charge.Priced(
                TokenType.INPUT, 3, Rate.undiscounted(JANUARY, OLD.perMillion()), "USD"));
    assertThat(rate(Map.of(TokenType.INPUT, 3L), JUNE))
        .containsExactly(
            new Charge.Priced(
                TokenType.INPUT, 3, Rate.undiscounted(JUNE, NEW.perMillion()), "USD"));
    assertThat(((Charge.Priced) rate(Map.of(TokenType.INPUT, 3L), JUNE).getFirst()).cost())
        .isEqualTo(new Money(new BigDecimal("0.0000003"), "USD"));
  }

  @Test
  void leavesTokensWithoutAPriceUnpriced() {
    assertThat(rate(Map.of(TokenType.OUTPUT, 7L, TokenType.INPUT, 1L), JANUARY.minusMillis(1)))
        .containsExactly(
            new Charge.Unpriced(TokenType.INPUT, 1), new Charge.Unpriced(TokenType.OUTPUT, 7));
  }

  @Test
  void chargesNothingWhereNothingWasUsed() {
    assertThat(rate(Map.of(TokenType.INPUT, 0L), JUNE)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void losesNoDigitHoweverTheTokensAreSplit(long seed) {
    var random = new SplittableRandom(seed);
    var price = new UnitPrice(JANUARY, BigDecimal.valueOf(random.nextLong(1L << 50), 12));
    Money sum = Money.zero("USD");
    long total = 0;
    for (int part = 0; part < 50; part++) {
      long tokens = random.nextLong(1_000_000);
      total += tokens;
      sum = sum.plus(price.of(tokens, "USD"));
    }
    assertThat(sum).isEqualTo(price.of(total, "USD"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private List<Charge> rate(Map<TokenType, Long> tokens, Instant at) {
    return rating.rate(
        new Consumption(
            "search", "echo", "echo-small", ServiceTier.DEFAULT, new TokenCounts(tokens), at));
  }
}
