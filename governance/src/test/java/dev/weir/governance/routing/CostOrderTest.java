package dev.weir.governance.routing;

import static dev.weir.governance.routing.Requests.models;
import static dev.weir.governance.routing.Requests.names;
import static dev.weir.governance.routing.Requests.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.PriceStep;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.pricing.UnitPrice;
import dev.weir.governance.routing.RouteStrategy.Failover;
import dev.weir.governance.routing.RouteStrategy.LowestCost;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CostOrderTest {

  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

  private final Map<PriceKey, PriceSchedule> prices = new HashMap<>();

  @Test
  void asksTheCheapestForThisRequestFirst() {
    price("reader", "0.10", "10");
    price("writer", "1", "1");

    List<RouteStep> reading = steps(100_000, 100, "reader", "writer");
    List<RouteStep> writing = steps(100, 10_000, "reader", "writer");

    assertThat(names(reading)).containsExactly("reader", "writer");
    assertThat(reasons(reading))
        .containsExactly(
            "cheapest: 0.011 USD against 0.1001 USD of 'writer'", "stands in: 0.1001 USD");
    assertThat(names(writing)).containsExactly("writer", "reader");
  }

  @Test
  void countsThatLongRequestsHaveAnotherPrice() {
    price("long", "1", "1");
    price("steep", "0.5", "1");
    prices.put(
        new PriceKey("p", "steep-upstream", TokenType.INPUT),
        new PriceSchedule(
            "USD",
            List.of(
                new UnitPrice(
                    Instant.EPOCH,
                    new BigDecimal("0.5"),
                    List.of(
                        new PriceStep(200_000, new BigDecimal("2"), PriceStep.Scope.REQUEST))))));

    assertThat(names(steps(200_000, 100, "long", "steep"))).containsExactly("steep", "long");
    assertThat(names(steps(200_001, 100, "long", "steep"))).containsExactly("long", "steep");
  }

  @Test
  void tellsPricesApartInTheLastDigit() {
    price("b", "0.000000000002", "0");
    price("a", "0.000000000001", "0");

    assertThat(reasons(steps(1, 0, "b", "a")).getFirst())
        .isEqualTo("cheapest: 0.000000000000000001 USD against 0.000000000000000002 USD of 'b'");
  }

  @Test
  void expectsAUsualAnswerWhereTheCallerDoesNotLimitIt() {
    price("a", "0", "1");
    RouteFacts facts = Requests.request(1, RouteNeeds.NONE);

    assertThat(reasons(steps(new LowestCost(models("a")), facts, RouteHealth.UNKNOWN)))
        .containsExactly("the only one with a price: 0.000512 USD");
  }

  @Test
  void takesThePricesOfTheRequestsTime() {
    price("a", "1", "1");
    prices.put(
        new PriceKey("p", "a-upstream", TokenType.INPUT),
        new PriceSchedule(
            "USD",
            List.of(
                new UnitPrice(Instant.EPOCH, BigDecimal.ONE),
                new UnitPrice(JUNE, BigDecimal.TEN))));
    price("b", "2", "2");
    RouteStrategy strategy = new LowestCost(models("a", "b"));

    assertThat(names(steps(strategy, at(JUNE.minusMillis(1)), RouteHealth.UNKNOWN)))
        .containsExactly("a", "b");
    assertThat(names(steps(strategy, at(JUNE), RouteHealth.UNKNOWN))).containsExactly("b", "a");
  }

  @Test
  void putsThoseWithoutAPriceLastInTheirOrder() {
    price("dear", "10", "10");
    prices.put(
        new PriceKey("p", "half-upstream", TokenType.INPUT),
        new PriceSchedule("USD", List.of(new UnitPrice(Instant.EPOCH, BigDecimal.ONE))));

    List<RouteStep> steps = steps(100, 100, "none", "half", "dear");

    assertThat(names(steps)).containsExactly("dear", "none", "half");
    assertThat(reasons(steps))
        .containsExactly(
            "the only one with a price: 0.002 USD",
            "stands in: no price is known",
            "stands in: no price is known");
  }

  @Test
  void keepsTheOrderWhereNoPriceIsKnown() {
    List<RouteStep> steps = steps(100, 100, "b", "a");

    assertThat(names(steps)).containsExactly("b", "a");
    assertThat(reasons(steps).getFirst()).isEqualTo("no price is known: first of the list");
  }

  @Test
  void comparesNoCurrencies() {
    price("dollars", "10", "10");
    price("euros", "1", "1", "EUR");

    List<RouteStep> steps = steps(100, 100, "dollars", "euros");

    assertThat(names(steps)).containsExactly("dollars", "euros");
    assertThat(reasons(steps).getLast()).isEqualTo("stands in: priced in EUR, not comparable");
  }

  @Test
  void findsAPriceUnderThePolicysNameToo() {
    prices.put(key("a", TokenType.INPUT), schedule("1", "USD"));
    prices.put(key("a", TokenType.OUTPUT), schedule("1", "USD"));

    assertThat(reasons(steps(1, 1, "a")))
        .containsExactly("the only one with a price: 0.000002 USD");
  }

  @Test
  void asksTheCheapestOfThoseThatWork() {
    price("broken", "1", "1");
    price("sound", "2", "2");

    List<RouteStep> steps =
        steps(
            new LowestCost(models("broken", "sound")),
            Requests.request(1, Requests.needs(100, 100)),
            Requests.openBreakers("broken"));

    assertThat(names(steps)).containsExactly("sound", "broken");
    assertThat(reasons(steps))
        .containsExactly(
            "cheapest that may be asked: 0.0004 USD",
            "last, since its breaker is open; stands in: 0.0002 USD");
  }

  @Test
  void takesANestedStrategyAtThePriceOfItsFirstModel() {
    price("a", "3", "3");
    price("b", "1", "1");
    price("c", "2", "2");
    RouteStrategy nested =
        new LowestCost(List.of(new Failover(models("a", "b")), models("c").getFirst()));

    assertThat(names(steps(nested, Requests.request(1), RouteHealth.UNKNOWN)))
        .containsExactly("c", "a", "b");
  }

  private static RouteFacts at(Instant time) {
    return new RouteFacts("r", "t", "k", Optional.empty(), Requests.needs(1_000, 0), time);
  }

  private List<RouteStep> steps(long input, long output, String... names) {
    return steps(
        new LowestCost(models(names)),
        Requests.request(1, Requests.needs(input, output)),
        RouteHealth.UNKNOWN);
  }

  private List<RouteStep> steps(RouteStrategy strategy, RouteFacts facts, RouteHealth health) {
    return new RouteChooser(
            _ -> Optional.of(strategy),
            name -> Optional.of(new RouteTarget("p", name + "-upstream", ModelTraits.UNSTATED)),
            key -> Optional.ofNullable(prices.get(key)))
        .plan("it", facts, health)
        .orElseThrow()
        .steps();
  }

  private void price(String model, String input, String output) {
    price(model, input, output, "USD");
  }

  private void price(String model, String input, String output, String currency) {
    prices.put(key(model + "-upstream", TokenType.INPUT), schedule(input, currency));
    prices.put(key(model + "-upstream", TokenType.OUTPUT), schedule(output, currency));
  }

  private static PriceKey key(String model, TokenType type) {
    return new PriceKey("p", model, type);
  }

  private static PriceSchedule schedule(String perMillion, String currency) {
    return new PriceSchedule(
        currency, List.of(new UnitPrice(Instant.EPOCH, new BigDecimal(perMillion))));
  }
}
