package dev.weir.proxy.exchange;

import dev.weir.dialects.usage.TokenCounts;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.Consumption;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.pricing.UsdNanos;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.proxy.exchange.Admittance.Leg;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tokens come to in the units of limits; in money only where a limit is in money. */
public final class Costs {

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

  /** Of what was used, in the tier that the provider says it was served in. */
  long spent(
      PolicySnapshot policy, Team team, Leg leg, ServiceTier tier, TokenCounts counts, Instant at) {
    if (!isInMoney(policy, team)) {
      return 0;
    }
    List<Charge> charges = charges(policy, team, leg, tier, counts, at);
    long nanos = UsdNanos.of(charges);
    // A tier without prices of its own must not pass a limit for nothing.
    return charges.stream().allMatch(Charge.Priced.class::isInstance)
        ? nanos
        : Math.max(nanos, nanos(policy, team, leg, counts, at));
  }

  private long nanos(PolicySnapshot policy, Team team, Leg leg, TokenCounts counts, Instant at) {
    return UsdNanos.of(charges(policy, team, leg, ServiceTier.DEFAULT, counts, at));
  }

  private List<Charge> charges(
      PolicySnapshot policy, Team team, Leg leg, ServiceTier tier, TokenCounts counts, Instant at) {
    return rating(policy)
        .rate(
            new Consumption(
                team.id().value(),
                leg.route().providerId(),
                leg.route().model().upstreamModel(),
                tier,
                byClass(counts),
                at));
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
