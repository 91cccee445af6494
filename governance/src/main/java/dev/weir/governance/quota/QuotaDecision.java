package dev.weir.governance.quota;

import java.util.Comparator;
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

  /** Decides; {@code tokens} is what the request may spend at most as far as is known. */
  static QuotaDecision decide(List<LimitStanding> standings, long tokens) {
    List<LimitStanding> over =
        standings.stream().filter(s -> !s.fits(asked(s.limit(), tokens))).toList();
    Optional<LimitStanding> hard =
        over.stream()
            .filter(s -> s.limit().mode() == LimitMode.HARD)
            .max(Comparator.comparing(s -> s.reset().orElse(java.time.Instant.MAX)));
    if (hard.isPresent()) {
      return new Spent(standings, hard.get());
    }
    return new Granted(
        standings,
        standings.stream()
            .filter(s -> s.limit().mode() != LimitMode.OBSERVE)
            .min(Comparator.comparingDouble(LimitStanding::slack)),
        over.stream().map(LimitStanding::limit).toList());
  }

  /** How much of a limit's unit a request with this many tokens asks for. */
  static long asked(Limit limit, long tokens) {
    return switch (limit.unit()) {
      case TOKENS -> tokens;
      case REQUESTS -> 1;
    };
  }
}
