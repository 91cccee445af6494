package dev.weir.proxy.quota;

import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.proxy.view.QuotaStateView;
import dev.weir.schemas.event.QuotaState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One team's reservations, and its usage that the log does not show yet. */
final class TeamLedger {

  private final UnseenUsage unseen = new UnseenUsage();
  private final String epoch;
  private long sequence;
  private long heldTokens;
  private long heldRequests;

  /** {@code epoch} names this start of this proxy in {@code QuotaState.seen}. */
  TeamLedger(String epoch) {
    this.epoch = epoch;
  }

  synchronized QuotaDecision ask(Team team, long tokens, Instant now, QuotaStateView states) {
    if (team.limits().isEmpty()) {
      return hold(QuotaDecision.decide(List.of(), tokens), tokens);
    }
    List<LimitStanding> standings = new ArrayList<>(team.limits().size());
    long seenByAll = Long.MAX_VALUE;
    for (Limit limit : team.limits()) {
      Instant windowStart = limit.window().startOf(now);
      Optional<QuotaState> state = states.state(team.id().value(), limit.id(), windowStart);
      long seen = state.map(this::seen).orElse(0L);
      seenByAll = Math.min(seenByAll, seen);
      standings.add(standing(limit, windowStart, state.map(QuotaState::getSpent).orElse(0L), seen));
    }
    unseen.seenByAll(seenByAll);
    return hold(QuotaDecision.decide(standings, tokens), tokens);
  }

  private LimitStanding standing(Limit limit, Instant windowStart, long spent, long seen) {
    boolean byTokens = limit.unit() == LimitUnit.TOKENS;
    return new LimitStanding(
        limit,
        windowStart,
        spent,
        byTokens ? unseen.tokens(seen, windowStart) : unseen.requests(seen, windowStart),
        byTokens ? heldTokens : heldRequests);
  }

  private QuotaDecision hold(QuotaDecision decision, long tokens) {
    if (decision instanceof QuotaDecision.Granted) {
      heldTokens = Math.addExact(heldTokens, tokens);
      heldRequests++;
    }
    return decision;
  }

  private long seen(QuotaState state) {
    return state.getSeen().getOrDefault(epoch, 0L);
  }

  /** Gives a reservation back without usage. */
  synchronized void release(long tokens) {
    heldTokens -= tokens;
    heldRequests--;
  }

  /**
   * Numbers a usage record and hands it on under the lock: the log must get the records of a team
   * in the order of their numbers.
   */
  synchronized void settle(
      long tokens, boolean called, int requests, Instant endedAt, LongConsumer handOver) {
    sequence++;
    if (called) {
      unseen.add(sequence, tokens, requests, endedAt);
    }
    handOver.accept(sequence);
  }
}
