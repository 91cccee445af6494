package dev.weir.proxy.quota;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Admits against the limits of a team: what the log says is spent, what this proxy has spent since,
 * and what its exchanges in flight hold. Fails towards refusing: usage counts here until a quota
 * state names it as seen.
 */
public final class QuotaGate {

  private final QuotaStateView states;
  private final String epoch;
  private final Map<TeamId, TeamLedger> ledgers = new ConcurrentHashMap<>();

  /** {@code epoch}: the key of this start of this proxy in {@code QuotaState.seen}. */
  public QuotaGate(QuotaStateView states, String epoch) {
    this.states = states;
    this.epoch = epoch;
  }

  /** Decides, and holds {@code tokens} where it grants: then {@link #settle} must follow. */
  public QuotaDecision ask(Team team, long tokens, Instant now) {
    return ledger(team.id()).ask(team, tokens, now, states);
  }

  /**
   * Replaces what was held by what was spent.
   *
   * @param held what a granted {@link #ask} reserved; negative where nothing was
   * @param spent tokens of this usage record
   * @param called whether a provider was called, so that the request counts
   * @param handOver gets the record's number within this team and epoch, and must hand it to the
   *     log before it returns
   */
  public void settle(
      TeamId team, long held, long spent, boolean called, Instant endedAt, LongConsumer handOver) {
    TeamLedger ledger = ledger(team);
    ledger.settle(spent, called, 1, endedAt, handOver);
    if (held >= 0) {
      ledger.release(held);
    }
  }

  /** Notes what an attempt has spent that another one follows: its tokens count, it does not. */
  public void attempted(TeamId team, long spent, Instant endedAt, LongConsumer handOver) {
    ledger(team).settle(spent, true, 0, endedAt, handOver);
  }

  /** Teams come from the policy, so there are only so many. */
  private TeamLedger ledger(TeamId team) {
    return ledgers.computeIfAbsent(team, _ -> new TeamLedger(epoch));
  }
}
