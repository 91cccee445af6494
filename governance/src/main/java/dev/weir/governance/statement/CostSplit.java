package dev.weir.governance.statement;

import dev.weir.governance.pricing.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits shared costs. What is split is what the team's own rows cost; a part that it bears of
 * another one's is not passed on, so the order of rules means nothing.
 */
final class CostSplit {

  private final MonthBook book;
  private final Sharing sharing;

  CostSplit(MonthBook book, Sharing sharing) {
    this.book = book;
    this.sharing = sharing;
  }

  /** The lines of one team's statement. */
  List<SharedLine> of(String team) {
    List<SharedLine> own = new ArrayList<>();
    for (SharedCost rule : sharing.rules()) {
      if (rule.concerns(team)) {
        for (SharedLine part : parts(rule)) {
          if (part.from().equals(team)) {
            own.add(part.givenAway());
          } else if (part.to().equals(team)) {
            own.add(part);
          }
        }
      }
    }
    return own;
  }

  /** Without the part that stays with the one whose cost it is. */
  private List<SharedLine> parts(SharedCost rule) {
    String from = rule.from().value();
    if (!sharing.group().contains(from)) {
      return List.of();
    }
    List<String> bearers = List.copyOf(rule.shares().keySet());
    List<SharedLine> parts = new ArrayList<>();
    costs(rule)
        .forEach((currency, cost) -> {
          List<BigInteger> weights =
              bearers.stream().map(team -> weight(rule, team, currency)).toList();
          if (weights.stream().allMatch(weight -> weight.signum() == 0)) {
            return;
          }
          List<BigDecimal> amounts = LargestRemainder.split(cost, weights, Money.SCALE);
          for (int i = 0; i < bearers.size(); i++) {
            String to = bearers.get(i);
            if (amounts.get(i).signum() != 0 && !to.equals(from) && sharing.group().contains(to)) {
              parts.add(
                  new SharedLine(
                      rule.id(), from, rule.project(), to, rule.by(), currency, amounts.get(i)));
            }
          }
        });
    return parts;
  }

  private SortedMap<String, BigDecimal> costs(SharedCost rule) {
    SortedMap<String, BigDecimal> costs = new TreeMap<>();
    for (StatementLine line : book.lines(rule.from().value())) {
      if (line.key().isMoney() && rule.project().map(line.key().project()::equals).orElse(true)) {
        costs.merge(line.key().currency(), line.cost(), BigDecimal::add);
      }
    }
    costs.values().removeIf(cost -> cost.signum() == 0);
    return costs;
  }

  /** A team that got more back than it used bears nothing, rather than a negative part. */
  private BigInteger weight(SharedCost rule, String team, String currency) {
    return switch (rule.by()) {
      case FIXED -> BigInteger.valueOf(rule.shares().getOrDefault(team, 0L));
      case COST ->
          book.sum(team, currency)
              .movePointRight(Money.SCALE)
              .toBigIntegerExact()
              .max(BigInteger.ZERO);
      case TOKENS ->
          BigInteger.valueOf(
                  book.lines(team).stream()
                      .mapToLong(StatementLine::tokens)
                      .reduce(0, Math::addExact))
              .max(BigInteger.ZERO);
    };
  }
}
