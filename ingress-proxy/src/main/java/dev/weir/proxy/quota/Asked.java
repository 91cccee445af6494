package dev.weir.proxy.quota;

import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.QuotaDecision;
import java.util.List;

/** The answer to "may this exchange spend what it asks for?". */
public sealed interface Asked {

  /** The limits that were looked at. */
  List<LimitStanding> standings();

  /** Go on; {@code hold} is to be settled. */
  record Granted(QuotaDecision.Granted decision, Hold hold) implements Asked {
    @Override
    public List<LimitStanding> standings() {
      return decision.standings();
    }
  }

  /** A hard limit is spent. */
  record Spent(QuotaDecision.Spent decision) implements Asked {
    @Override
    public List<LimitStanding> standings() {
      return decision.standings();
    }
  }

  /** Whether there is credit of {@code limit} cannot be known, since the log does not answer. */
  record Unknown(Limit limit, List<LimitStanding> standings) implements Asked {}

  /**
   * The request would need one account more than this proxy may have of an owner: {@code most}.
   *
   * @param limit whose account it would be
   */
  record Crowded(Limit limit, int most) implements Asked {
    @Override
    public List<LimitStanding> standings() {
      return List.of();
    }
  }

  /** Credit is asked for; who asked is told later, once, on another thread. */
  record Waits(Waiter waiter) implements Asked {
    @Override
    public List<LimitStanding> standings() {
      return List.of();
    }
  }
}
