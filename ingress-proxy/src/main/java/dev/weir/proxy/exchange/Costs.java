package dev.weir.proxy.exchange;

import dev.weir.dialects.usage.TokenCounts;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.Consumption;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.proxy.exchange.Admittance.Leg;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tokens come to in the units of limits; in money only where a limit is in money. */
public final class Costs {

  private static final String CURRENCY = "USD";
  private static final BigDecimal NANOS = BigDecimal.valueOf(LimitUnit.NANOS_PER_USD);

  /** What costs more is beyond every limit, and sums of it stay in a long. */
  private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Long.MAX_VALUE >> 16);

  private volatile Priced priced = new Priced(-1, new Rating(_ -> Optional.empty()));

  /** The prices of one version of a policy. */
  private record Priced(long version, Rating rating) {}

  /** Of tokens that the first of these models, or a dearer one, may use. */
  Cost reserved(
      PolicySnapshot policy, Team team, List<Leg> legs, long input, long output, Instant at) {
    long nanos = 0;
    if (isInMoney(policy, team)) {
      TokenCounts counts = TokenCounts.of(input, output);
      for (Leg leg : legs) {
        nanos = Math.max(nanos, nanos(policy, team, leg, counts, at));
      }
    }
    return new Cost(1, Math.addExact(input, output), nanos);
  }

  /** Of what was used. */
  long spent(PolicySnapshot policy, Team team, Leg leg, TokenCounts counts, Instant at) {
    return isInMoney(policy, team) ? nanos(policy, team, leg, counts, at) : 0;
  }

  private long nanos(PolicySnapshot policy, Team team, Leg leg, TokenCounts counts, Instant at) {
    BigDecimal sum = BigDecimal.ZERO;
    List<Charge> charges =
        rating(policy)
            .rate(
                new Consumption(
                    team.id().value(),
                    leg.route().providerId(),
                    leg.route().model().upstreamModel(),
                    ServiceTier.DEFAULT,
                    byClass(counts),
                    at));
    for (Charge charge : charges) {
      if (charge instanceof Charge.Priced it && it.currency().equals(CURRENCY)) {
        sum = sum.add(it.cost().amount());
      }
    }
    return sum.multiply(NANOS).min(NANOS_MAX).setScale(0, RoundingMode.CEILING).longValue();
  }

  private static dev.weir.governance.pricing.TokenCounts byClass(TokenCounts counts) {
    return new dev.weir.governance.pricing.TokenCounts(
        Map.of(
            TokenType.INPUT, counts.input(),
            TokenType.CACHE_READ, counts.cacheRead(),
            TokenType.CACHE_WRITE, counts.cacheWrite(),
            TokenType.OUTPUT, counts.output(),
            TokenType.REASONING, counts.reasoning(),
            TokenType.AUDIO, counts.audio(),
            TokenType.IMAGE, counts.image()));
  }

  private static boolean isInMoney(PolicySnapshot policy, Team team) {
    return isInMoney(team.limits()) || isInMoney(policy.policy().limits());
  }

  private static boolean isInMoney(List<Limit> limits) {
    for (Limit limit : limits) {
      if (limit.unit() == LimitUnit.USD) {
        return true;
      }
    }
    return false;
  }

  private Rating rating(PolicySnapshot policy) {
    Priced known = priced;
    if (known.version != policy.version()) {
      known =
          new Priced(
              policy.version(),
              new Rating(policy.policy().priceBook(), policy.policy().discounts()));
      priced = known;
    }
    return known.rating;
  }
}
