package dev.weir.processors.view;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.Team;
import dev.weir.governance.pricing.Discounts;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policy in force and its version; version 0 and nothing before the first is published. */
public record GoverningPolicy(long version, @Nullable Policy policy) {

  public static final GoverningPolicy NONE = new GoverningPolicy(0, null);

  /** The limits of the team with this name, or of the organisation. */
  public List<Limit> limits(String owner) {
    if (policy == null) {
      return List.of();
    }
    return owner.equals(LimitScope.ORGANISATION)
        ? policy.limits()
        : policy.team(new TeamId(owner)).map(Team::limits).orElse(List.of());
  }

  /** What teams pay less than the prices say. */
  public Discounts discounts() {
    return policy == null ? Discounts.NONE : policy.discounts();
  }

  /** What tokens cost at the prices that proxies know. */
  public Rating rating() {
    return policy == null
        ? new Rating(_ -> Optional.empty())
        : new Rating(policy.priceBook(), policy.discounts());
  }

  /** Whether a limit of this team or of the organisation is one of money. */
  public boolean limitsMoney(String team) {
    return Stream.concat(limits(team).stream(), limits(LimitScope.ORGANISATION).stream())
        .anyMatch(limit -> limit.unit() == LimitUnit.USD);
  }

  /** Whether callers may name this: a model or a route. */
  public boolean hasName(String name) {
    return policy != null && policy.hasName(name);
  }

  /** What answers for the model with this name. */
  public Optional<ModelRoute> route(String model) {
    return policy == null ? Optional.empty() : policy.model(model);
  }
}
