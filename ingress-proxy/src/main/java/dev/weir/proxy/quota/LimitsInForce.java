package dev.weir.proxy.quota;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which limits govern now. Exchanges keep the limits that they began with; the credit of one that
 * was taken out of the policy since is given by nobody, and needed by nobody.
 */
public interface LimitsInForce {

  /** While nothing is known of any policy. */
  LimitsInForce ALL = _ -> true;

  /** Whether the policy of now has the limit that the account is of, as a hard one. */
  boolean has(AccountKey account);

  /**
   * Those of a policy that may change; all of them while there is none, and of a team that it does
   * not have: nobody spends without limit because its team was taken out.
   */
  static LimitsInForce of(Supplier<Optional<PolicySnapshot>> policy) {
    return account ->
        policy
            .get()
            .flatMap(now -> limits(now, account.owner()))
            .map(limits -> hasHard(limits, account.limitId()))
            .orElse(true);
  }

  private static Optional<List<Limit>> limits(PolicySnapshot now, String owner) {
    if (owner.equals(LimitScope.ORGANISATION)) {
      return Optional.of(now.policy().limits());
    }
    return Optional.ofNullable(now.policy().teams().get(new TeamId(owner))).map(Team::limits);
  }

  private static boolean hasHard(List<Limit> limits, String id) {
    for (Limit limit : limits) {
      if (limit.isHard() && limit.id().equals(id)) {
        return true;
      }
    }
    return false;
  }
}
