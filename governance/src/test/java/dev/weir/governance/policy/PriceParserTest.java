package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.Consumption;
import dev.weir.governance.pricing.Discount;
import dev.weir.governance.pricing.Money;
import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenCounts;
import dev.weir.governance.pricing.TokenType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceParserTest {

  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  private static final String POLICY =
      """
      organisation: acme
      providers:
        google: {kind: gemini, url: "https://generativelanguage.googleapis.com/v1beta"}
      models:
        pro: {provider: google, upstream-model: gemini-2.5-pro}
      teams: {search: {}, web: {}}
      """;

  @Test
  void readsTiersStepsAndDiscounts() {
    Policy policy =
        policy(
            """
            prices:
              - {provider: google, model: gemini-2.5-pro, token-type: input, per-million: "1.25", valid-from: 2026-01-01,
                 above: [{input-tokens: 200_000, per-million: "2.50"}]}
              - {provider: google, model: gemini-2.5-pro, token-type: input, per-million: "0.625", valid-from: 2026-01-01,
                 service-tier: batch, above: [{input-tokens: 200_000, per-million: "1.25", applies-to: excess}]}
            discounts:
              - {team: search, model: pro, percent: 12.5, valid-from: 2026-02-01}
            """);

    assertThat(policy.prices())
        .extracting(PriceEntry::bookKey)
        .containsExactly("google|gemini-2.5-pro|input", "google|gemini-2.5-pro|input|batch");
    assertThat(
            policy
                .priceBook()
                .find(
                    new PriceKey(
                        "google", "gemini-2.5-pro", TokenType.INPUT, ServiceTier.of("batch"))))
        .isPresent();
    assertThat(policy.discounts().all())
        .extracting(Discount::scope)
        .containsExactly(
            new Discount.Scope(
                Optional.of("search"),
                Optional.empty(),
                Optional.of("gemini-2.5-pro"),
                Optional.empty()));
    var use =
        new Consumption(
            "search",
            "google",
            "gemini-2.5-pro",
            ServiceTier.DEFAULT,
            new TokenCounts(Map.of(TokenType.INPUT, 200_001L)),
            DAY);
    assertThat(new Rating(policy.priceBook(), policy.discounts()).rate(use).getFirst())
        .extracting(it -> ((Charge.Priced) it).cost())
        .isEqualTo(new Money(new BigDecimal("0.4375021875"), "USD"));
  }

  @Test
  void namesEachMistakeWithItsPlaceAndWhatWasMeant() {
    assertThat(
            problems(
                """
                prices:
                  - {provider: google, model: m, token-type: cache-wirte, per-million: 1, valid-from: 2026-01-01}
                  - {provider: google, model: m, token-type: output, per-million: 1, valid-from: 2026-01-01,
                     service-tier: Flex, above: [{per-million: -1, applies-to: excess}]}
                discounts:
                  - {team: serch, provider: gogle, model: pros, token-type: inputs, percent: 101, valid-from: soon, precent: 1}
                """))
        .containsExactly(
            "8:46 prices[0].token-type: expected one of audio, audio-output, cache-read, cache-read-audio,"
                + " cache-write, cache-write-1h, image, image-output, input, output, reasoning;"
                + " did you mean 'cache-write'?",
            "10:20 prices[1].service-tier: expected a name like flex, priority or batch: small letters,"
                + " at most 64, no '|'",
            "10:34 prices[1].above[0].input-tokens: required",
            "10:34 prices[1].above[0]: a price cannot be negative: -1",
            "10:64 prices[1].above[0].applies-to: the tokens of an answer lie neither above nor below a"
                + " length of the prompt: use request",
            "12:5 discounts[0]: a discount is from 0 to 100 percent, not 101",
            "12:12 discounts[0].team: no team 'serch'; did you mean 'search'?",
            "12:29 discounts[0].provider: no provider 'gogle'; did you mean 'google'?",
            "12:43 discounts[0].model: no model 'pros'; did you mean 'pro'?",
            "12:61 discounts[0].token-type: expected one of audio, audio-output, cache-read,"
                + " cache-read-audio, cache-write, cache-write-1h, image, image-output, input, output,"
                + " reasoning; did you mean 'input'?",
            "12:95 discounts[0].valid-from: expected a date like 2026-01-01 (its start in UTC)",
            "12:101 discounts[0].precent: no such setting; did you mean 'percent'?");
  }

  @Test
  void refusesTwoDiscountsOfTheSameFromTheSameDay() {
    assertThat(
            problems(
                """
                discounts:
                  - {team: search, model: pro, percent: 10, valid-from: 2026-01-01}
                  - {team: search, model: gemini-2.5-pro, percent: 20, valid-from: 2026-01-01}
                """))
        .containsExactly(
            "9:68 discounts[1].valid-from: the same has a discount from 2026-01-01 already; keep one");
  }

  private static Policy policy(String more) {
    return switch (PolicyParser.parse(POLICY + more)) {
      case PolicyReading.Valid(var policy) -> policy;
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static List<String> problems(String more) {
    return switch (PolicyParser.parse(POLICY + more)) {
      case PolicyReading.Valid _ -> List.of();
      case PolicyReading.Invalid(var problems) ->
          problems.stream().map(PolicyProblem::toString).toList();
    };
  }
}
