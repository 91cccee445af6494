package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.pricing.UnitPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PriceListTest {

  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final PriceKey INPUT = new PriceKey("p", "m", TokenType.INPUT);

  @Test
  void findsThePricesOfATokenTypeOverTime() {
    PriceList list = PriceList.of(List.of(entry("2", "USD", JUNE), entry("1", "USD", JANUARY)));

    assertThat(list.find(INPUT))
        .contains(
            new PriceSchedule(
                "USD",
                List.of(
                    new UnitPrice(JANUARY, BigDecimal.ONE), new UnitPrice(JUNE, BigDecimal.TWO))));
    assertThat(list.find(new PriceKey("p", "m", TokenType.OUTPUT))).isEmpty();
  }

  @Test
  void takesTheLaterOfTwoPricesFromOneMomentAndNoOtherCurrency() {
    PriceList list =
        PriceList.of(
            List.of(
                entry("1", "USD", JANUARY), entry("2", "USD", JANUARY), entry("3", "EUR", JUNE)));

    assertThat(list.find(INPUT))
        .contains(new PriceSchedule("USD", List.of(new UnitPrice(JANUARY, BigDecimal.TWO))));
  }

  @Test
  void refusesAPriceThatNoBookCanHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("1e99999", "USD", JANUARY))
        .withMessage("a price is at most 1000000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("1", "usd", JANUARY))
        .withMessage("a currency has three capital letters (ISO 4217): 'usd'");
  }

  private static PriceEntry entry(String perMillion, String currency, Instant from) {
    return new PriceEntry("p", "m", "input", new BigDecimal(perMillion), currency, from, "test");
  }
}
