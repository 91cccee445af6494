package dev.weir.standalone.prove;

import java.time.Duration;

/**
 * What is to be proven, and how hard it is tried.
 *
 * @param proxies how many share the limit, each a process of its own
 * @param limitTokens of each round's hard limit
 * @param ratePerSecond requests a second, as long as {@code callers} allow it
 * @param callers requests in flight at most
 * @param kill whether a proxy and the processors are killed in each round, and started again
 * @param within how long the requests of one round go on at most
 * @param seed of the requests and of the moments of the kills
 */
public record BudgetTrial(
    int proxies,
    long limitTokens,
    int ratePerSecond,
    int callers,
    boolean kill,
    int rounds,
    Duration within,
    long seed) {

  static final long LIMIT_MIN_TOKENS = 5_000;
  static final long LIMIT_MAX_TOKENS = 1_000_000_000L;
  static final Duration WITHIN_MIN = Duration.ofSeconds(5);
  static final Duration WITHIN_MAX = Duration.ofHours(1);

  public BudgetTrial {
    Bounds.require(proxies, rounds, ratePerSecond, callers);
    Bounds.require("--limit", limitTokens, LIMIT_MIN_TOKENS, LIMIT_MAX_TOKENS);
    Bounds.require("--for", within, WITHIN_MIN, WITHIN_MAX);
  }

  Load load() {
    return new Load(ratePerSecond, callers);
  }

  /** The team whose limit a round is about. */
  static String team(int round) {
    return "round-" + round;
  }

  /** One team for each round, and one to warm up with, whose limit cannot be reached. */
  String policy(String provider) {
    var text = new StringBuilder();
    text.append(
        """
        organisation: proof
        providers:
          echo:
            url: %s/v1
            timeouts: {connect: 5s, first-byte: 30s, idle: 30s}
        models:
          echo-small: {provider: echo}
          echo-large: {provider: echo}
        teams:
        """
            .formatted(provider));
    text.append(team(Rig.WARM_UP, Long.MAX_VALUE / 16));
    for (int round = 1; round <= rounds; round++) {
      text.append(team(team(round), limitTokens));
    }
    return text.toString();
  }

  private static String team(String name, long max) {
    return """
      %s:
        limits:
          - {id: budget, unit: tokens, window: total, max: %d, mode: hard}
    """
        .formatted(name, max);
  }
}
