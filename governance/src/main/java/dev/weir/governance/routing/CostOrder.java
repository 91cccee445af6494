package dev.weir.governance.routing;

import dev.weir.governance.pricing.Money;
import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Orders members by what the request would cost, at the prices of its time, cheapest first. */
final class CostOrder {

  private final Function<String, Optional<RouteTarget>> targets;
  private final PriceBook prices;
  private final RouteNeeds needs;
  private final Instant at;

  CostOrder(Function<String, Optional<RouteTarget>> targets, PriceBook prices, RouteFacts facts) {
    this.targets = targets;
    this.prices = prices;
    this.needs = facts.needs();
    this.at = facts.at();
  }

  /** A member and what its head would cost. */
  private record Priced(Member member, Money cost) {

    String model() {
      return member.head().model();
    }

    boolean isLeftAlone() {
      return member.head().isLeftAlone();
    }
  }

  /** Amounts of other currencies than the first one's cannot be compared: they come late. */
  List<Candidate> of(List<Member> members) {
    List<Priced> priced = new ArrayList<>();
    List<Member> late = new ArrayList<>();
    String currency = "";
    for (Member member : members) {
      Optional<Money> cost = cost(member.head().model());
      if (cost.isEmpty()) {
        late.add(member.because("stands in: no price is known"));
      } else if (currency.isEmpty() || currency.equals(cost.get().currency())) {
        currency = cost.get().currency();
        priced.add(new Priced(member, cost.get()));
      } else {
        late.add(
            member.because("stands in: priced in " + cost.get().currency() + ", not comparable"));
      }
    }
    if (priced.isEmpty()) {
      late.set(0, members.getFirst().because("no price is known: first of the list"));
    }
    return Member.joined(ordered(priced, late));
  }

  private static List<Member> ordered(List<Priced> priced, List<Member> late) {
    priced.sort(
        Comparator.comparing(Priced::isLeftAlone).thenComparing(each -> each.cost().amount()));
    List<Member> ordered = new ArrayList<>();
    for (Priced each : priced) {
      String why =
          ordered.isEmpty() ? cheapest(priced) : "stands in: " + Figures.money(each.cost());
      ordered.add(each.member().because(why));
    }
    ordered.addAll(late);
    return ordered;
  }

  private static String cheapest(List<Priced> priced) {
    String cost = Figures.money(priced.getFirst().cost());
    if (priced.size() == 1) {
      return "the only one with a price: " + cost;
    }
    Priced next = priced.get(1);
    return next.isLeftAlone() && !priced.getFirst().isLeftAlone()
        ? "cheapest that may be asked: " + cost
        : "cheapest: %s against %s of '%s'"
            .formatted(cost, Figures.money(next.cost()), next.model());
  }

  /** By the name that the provider knows, else the policy's own. */
  private Optional<Money> cost(String model) {
    Optional<RouteTarget> target = targets.apply(model);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    String provider = target.get().providerId();
    return cost(provider, target.get().upstreamModel()).or(() -> cost(provider, model));
  }

  private Optional<Money> cost(String provider, String model) {
    Optional<Money> input = cost(provider, model, TokenType.INPUT, needs.inputTokens());
    Optional<Money> output = cost(provider, model, TokenType.OUTPUT, needs.expectedOutputTokens());
    return input.isPresent()
            && output.isPresent()
            && input.get().currency().equals(output.get().currency())
        ? Optional.of(input.get().plus(output.get()))
        : Optional.empty();
  }

  private Optional<Money> cost(String provider, String model, TokenType type, long tokens) {
    Optional<PriceSchedule> schedule = prices.find(new PriceKey(provider, model, type));
    return schedule.flatMap(
        it -> it.at(at).map(price -> price.of(tokens, needs.inputTokens(), it.currency())));
  }
}
