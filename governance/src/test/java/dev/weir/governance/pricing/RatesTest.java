package dev.weir.governance.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps, tiers, classes that count as others, discounts. */
class RatesTest {

  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

  private final Map<String, PriceSchedule> book = new HashMap<>();

  @Test
  void chargesTheWholeRequestAtThePriceOfLongOnes() {
    price("p|m|input", "1.25", step(200_000, "2.50", PriceStep.Scope.REQUEST));
    price("p|m|output", "10", step(200_000, "15", PriceStep.Scope.REQUEST));
    price("p|m|cache-read", "0.125");

    assertThat(rate(Map.of(TokenType.INPUT, 150_000L, TokenType.CACHE_READ, 50_000L)))
        .containsExactly("input 150000 1.25", "cache-read 50000 0.125");
    assertThat(
            rate(
                Map.of(
                    TokenType.INPUT, 150_001L,
                    TokenType.CACHE_READ, 50_000L,
                    TokenType.OUTPUT, 7L)))
        .containsExactly("input 150001 2.5", "cache-read 50000 0.125", "output 7 15");
  }

  @Test
  void chargesTheHighestStepThatThePromptIsAbove() {
    price(
        "p|m|input",
        "1",
        step(200, "3", PriceStep.Scope.REQUEST),
        step(100, "2", PriceStep.Scope.REQUEST));

    assertThat(rate(Map.of(TokenType.INPUT, 100L))).containsExactly("input 100 1");
    assertThat(rate(Map.of(TokenType.INPUT, 200L))).containsExactly("input 200 2");
    assertThat(rate(Map.of(TokenType.INPUT, 201L))).containsExactly("input 201 3");
  }

  @Test
  void chargesOnlyTheExcessWhereAPriceSaysSo() {
    price(
        "p|m|input",
        "1",
        step(100, "2", PriceStep.Scope.EXCESS),
        step(200, "3", PriceStep.Scope.EXCESS));
    price("p|m|cache-read", "0.1", step(100, "0.2", PriceStep.Scope.EXCESS));

    assertThat(rate(Map.of(TokenType.INPUT, 250L)))
        .containsExactly("input 100 1", "input 100 2", "input 50 3");
    assertThat(rate(Map.of(TokenType.INPUT, 60L, TokenType.CACHE_READ, 120L)))
        .containsExactly("input 60 2", "cache-read 100 0.1", "cache-read 20 0.2");
  }

  @Test
  void chargesAnAnswerByTheLengthOfThePromptWhereItsPriceIsThatOfAPartOfThePrompt() {
    price("p|m|audio", "1", step(100, "2", PriceStep.Scope.EXCESS));

    assertThat(rate(Map.of(TokenType.AUDIO, 100L, TokenType.AUDIO_OUTPUT, 250L)))
        .containsExactly("audio 100 1", "audio-output 250 1");
    assertThat(rate(Map.of(TokenType.AUDIO, 101L, TokenType.AUDIO_OUTPUT, 7L)))
        .containsExactly("audio 100 1", "audio 1 2", "audio-output 7 2");
  }

  @Test
  void chargesAClassWithoutAPriceAsTheOneThatItCountsAs() {
    price("p|m|output", "2");
    price("p|m|audio", "5");
    price("p|m|cache-write", "3");

    assertThat(
            rate(
                Map.of(
                    TokenType.REASONING, 1L,
                    TokenType.AUDIO_OUTPUT, 2L,
                    TokenType.CACHE_WRITE, 3L,
                    TokenType.CACHE_WRITE_HOUR, 4L)))
        .containsExactly(
            "cache-write 3 3", "cache-write-1h 4 unpriced", "reasoning 1 2", "audio-output 2 5");
    price("p|m|reasoning", "7");
    assertThat(rate(Map.of(TokenType.REASONING, 1L))).containsExactly("reasoning 1 7");
  }

  @Test
  void neverChargesATierAtThePriceOfAnother() {
    price("p|m|input", "1");
    price("p|m|input|flex", "0.5");
    var tokens = Map.of(TokenType.INPUT, 9L);

    assertThat(rate(tokens, ServiceTier.of("flex"))).containsExactly("input 9 0.5");
    assertThat(rate(tokens, ServiceTier.of("Standard"))).containsExactly("input 9 1");
    assertThat(rate(tokens, ServiceTier.of("priority"))).containsExactly("input 9 unpriced");
    assertThat(rate(tokens, ServiceTier.of("x".repeat(500)))).containsExactly("input 9 unpriced");
  }

  @Test
  void takesTheDiscountOfTheNarrowestScopeAndNoOther() {
    price("p|m|input", "10");
    price("p|m|output", "10");
    var discounts =
        new Discounts(
            List.of(
                discount("", "", "", null, "1", JANUARY),
                discount("", "p", "", null, "2", JANUARY),
                discount("", "", "", TokenType.OUTPUT, "3", JANUARY),
                discount("", "p", "m", null, "4", JANUARY),
                discount("search", "", "", null, "50", JUNE),
                discount("other", "", "m", null, "99", JANUARY)));

    assertThat(contracted(discounts, "search", JANUARY)).containsExactly("9.6", "9.6");
    assertThat(contracted(discounts, "search", JUNE)).containsExactly("5", "5");
    assertThat(contracted(discounts, "other", JUNE)).containsExactly("0.1", "0.1");
  }

  @Test
  void endsADiscountWithZeroPercent() {
    price("p|m|input", "10");
    price("p|m|output", "10");
    var discounts =
        new Discounts(
            List.of(
                discount("search", "", "", null, "12.5", JANUARY),
                discount("search", "", "", null, "0", JUNE)));

    assertThat(contracted(discounts, "search", JANUARY)).containsExactly("8.75", "8.75");
    assertThat(contracted(discounts, "search", JUNE)).containsExactly("10", "10");
  }

  @Test
  void refusesWhatIsNoDiscount() {
    assertThatThrownBy(() -> discount("", "", "", null, "100.1", JANUARY))
        .hasMessage("a discount is from 0 to 100 percent, not 100.1");
    assertThatThrownBy(() -> discount("", "", "", null, "1.00001", JANUARY))
        .hasMessage("a discount has at most 4 digits after the point: 1.00001");
  }

  @Test
  void refusesStepsThatContradictOneAnother() {
    assertThatThrownBy(() ->
            price(
                "p|m|input",
                "1",
                step(100, "2", PriceStep.Scope.REQUEST),
                step(100, "3", PriceStep.Scope.REQUEST)))
        .hasMessage("two steps above 100 tokens");
    assertThatThrownBy(() ->
            price(
                "p|m|input",
                "1",
                step(100, "2", PriceStep.Scope.REQUEST),
                step(200, "3", PriceStep.Scope.EXCESS)))
        .hasMessage("all steps of a price are of the whole request or all of its excess");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void dividesNoTokenAwayWhateverTheSteps(long seed) {
    var random = new SplittableRandom(seed);
    Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
    for (TokenType type : TokenType.values()) {
      tokens.put(type, random.nextLong(1, 1_000));
      var scope =
          type.isOfPrompt() && random.nextBoolean()
              ? PriceStep.Scope.EXCESS
              : PriceStep.Scope.REQUEST;
      price(
          "p|m|" + type.text(),
          "1",
          step(random.nextLong(1, 1_000), "2", scope),
          step(random.nextLong(1_000, 9_000), "3", scope));
    }

    Map<TokenType, Long> charged = new EnumMap<>(TokenType.class);
    for (Charge charge : charges(Discounts.NONE, "t", tokens, ServiceTier.DEFAULT, JUNE)) {
      assertThat(charge.tokens()).isPositive();
      charged.merge(charge.type(), charge.tokens(), Math::addExact);
    }
    assertThat(charged).isEqualTo(tokens);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static PriceStep step(long above, String perMillion, PriceStep.Scope scope) {
    return new PriceStep(above, new BigDecimal(perMillion), scope);
  }

  private static Discount discount(
      String team,
      String provider,
      String model,
      @org.jspecify.annotations.Nullable TokenType type,
      String percent,
      Instant from) {
    return new Discount(
        new Discount.Scope(said(team), said(provider), said(model), Optional.ofNullable(type)),
        new BigDecimal(percent),
        from);
  }

  private static Optional<String> said(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private void price(String key, String perMillion, PriceStep... steps) {
    book.put(
        key,
        new PriceSchedule(
            "USD", List.of(new UnitPrice(JANUARY, new BigDecimal(perMillion), List.of(steps)))));
  }

  private List<String> rate(Map<TokenType, Long> tokens) {
    return rate(tokens, ServiceTier.DEFAULT);
  }

  private List<String> rate(Map<TokenType, Long> tokens, ServiceTier tier) {
    return charges(Discounts.NONE, "t", tokens, tier, JUNE).stream().map(RatesTest::shown).toList();
  }

  private List<String> contracted(Discounts discounts, String team, Instant at) {
    var tokens = Map.of(TokenType.INPUT, 1L, TokenType.OUTPUT, 1L);
    return charges(discounts, team, tokens, ServiceTier.DEFAULT, at).stream()
        .map(charge -> plain(((Charge.Priced) charge).rate().contractedPerMillion()))
        .toList();
  }

  private List<Charge> charges(
      Discounts discounts, String team, Map<TokenType, Long> tokens, ServiceTier tier, Instant at) {
    return new Rating(key -> Optional.ofNullable(book.get(key.text())), discounts)
        .rate(new Consumption(team, "p", "m", tier, new TokenCounts(tokens), at));
  }

  private static String shown(Charge charge) {
    String price =
        charge instanceof Charge.Priced priced ? plain(priced.rate().listPerMillion()) : "unpriced";
    return charge.type().text() + " " + charge.tokens() + " " + price;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
