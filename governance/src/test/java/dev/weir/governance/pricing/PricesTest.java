package dev.weir.governance.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricesTest {

  @Test
  void refusesAPriceFinerThanTwelveDigits() {
    assertThatThrownBy(() -> new UnitPrice(Instant.EPOCH, new BigDecimal("0.0000000000001")))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void refusesANegativePrice() {
    assertThatThrownBy(() -> new UnitPrice(Instant.EPOCH, new BigDecimal("-1")))
        .hasMessage("a price cannot be negative: -1");
  }

  @Test
  void refusesTwoPricesFromTheSameMoment() {
    var price = new UnitPrice(Instant.EPOCH, BigDecimal.ONE);
    assertThatThrownBy(() -> new PriceSchedule("USD", List.of(price, price)))
        .hasMessage("two prices from 1970-01-01T00:00:00Z");
  }

  @Test
  void refusesToAddDifferentCurrencies() {
    assertThatThrownBy(() -> Money.zero("USD").plus(Money.zero("EUR")))
        .hasMessage("cannot add EUR to USD");
  }

  @Test
  void refusesNegativeTokens() {
    assertThatThrownBy(() -> new TokenCounts(Map.of(TokenType.OUTPUT, -1L)))
        .hasMessage("tokens cannot be negative: output -1");
  }

  @Test
  void addsUpTheClasses() {
    var counts = new TokenCounts(Map.of(TokenType.INPUT, 3L, TokenType.REASONING, 4L));
    assertThat(counts.total()).isEqualTo(7);
  }

  @Test
  void findsEveryTypeByItsText() {
    assertThat(TokenType.values()).allSatisfy(t -> assertThat(TokenType.of(t.text())).contains(t));
    assertThat(TokenType.of("video")).isEmpty();
  }
}
