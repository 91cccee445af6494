package dev.weir.governance.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer to "may this exchange spend what it asks for?". A pure function of the standings, so
 * that history can be decided again.
 */
public sealed interface QuotaDecision {

  /** The standings that the decision looked at. */
  List<LimitStanding> standings();

  /**
   * Go on.
   *
   * @param binding the limit with the smallest share left, which headers name
   * @param exceeded soft and observed limits that this request passes
   */
  record Granted(
      List<LimitStanding> standings, Optional<LimitStanding> binding, List<Limit> exceeded)
      implements QuotaDecision {}

  /** Not now: {@code spent} is the hard limit that this request does not fit into. */
  record Spent(List<LimitStanding> standings, LimitStanding spent) implements QuotaDecision {}

  /** Decides; {@code cost} is what the request may spend at most as far as is known. */
  static QuotaDecision decide(List<LimitStanding> standings, Cost cost) {
    // Loops and not streams: this runs for every request, on a selector's thread.
    Optional<LimitStanding> hard = Optional.empty();
    Optional<LimitStanding> binding = Optional.empty();
    List<Limit> exceeded = new ArrayList<>(0);
    for (LimitStanding each : standings) {
      Limit limit = each.limit();
      if (!each.fits(cost.reserved(limit.unit()))) {
        exceeded.add(limit);
        if (limit.mode() == LimitMode.HARD && hard.map(it -> resetsLater(each, it)).orElse(true)) {
          hard = Optional.of(each);
        }
      }
      if (limit.mode() != LimitMode.OBSERVE
          && binding.map(it -> each.slack() < it.slack()).orElse(true)) {
        binding = Optional.of(each);
      }
    }
    return hard.isPresent()
        ? new Spent(standings, hard.get())
        : new Granted(standings, binding, exceeded);
  }

  private static boolean resetsLater(LimitStanding a, LimitStanding b) {
    return a.reset().orElse(Instant.MAX).isAfter(b.reset().orElse(Instant.MAX));
  }
}
