package dev.weir.standalone.prove;

import java.time.Duration;

/**
 * What of bills is to be proven, and how hard it is tried.
 *
 * @param proxies each a process of its own
 * @param kills of a proxy or the processors in each round, at random moments
 * @param asking how long the requests of one round go on
 * @param seed of the requests, and of when who is killed
 */
public record BillsTrial(
    int proxies,
    int rounds,
    int kills,
    int ratePerSecond,
    int callers,
    Duration asking,
    long seed) {

  static final int KILLS_MAX = 50;
  static final Duration ASKING_MIN = Duration.ofSeconds(1);
  static final Duration ASKING_MAX = Duration.ofMinutes(10);

  public BillsTrial {
    Bounds.require(proxies, rounds, ratePerSecond, callers);
    Bounds.require("--kills", kills, 0, KILLS_MAX);
    Bounds.require("--for", asking, ASKING_MIN, ASKING_MAX);
  }

  Load load() {
    return new Load(ratePerSecond, callers);
  }

  /** The team whose bill a round is about. */
  static String team(int round) {
    return "round-" + round;
  }

  /**
   * Prices with many digits, a step that some prompts are above, a model without a price for its
   * answers, and discounts: whatever is rounded or forgotten shows.
   */
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
        prices:
          - {provider: echo, model: echo-large, token-type: input, per-million: "1.234567890123",
             valid-from: 2026-01-01, above: [{input-tokens: 150, per-million: "2.469135780247"}]}
          - {provider: echo, model: echo-large, token-type: output, per-million: "9.876543210987",
             valid-from: 2026-01-01}
          - {provider: echo, model: echo-small, token-type: input, per-million: "0.000000000007",
             valid-from: 2026-01-01}
        discounts:
          - {team: round-1, percent: "33.3333", valid-from: 2026-01-01}
        teams:
          warm-up: {}
        """
            .formatted(provider));
    for (int round = 1; round <= rounds; round++) {
      text.append("  ").append(team(round)).append(": {}\n");
    }
    return text.toString();
  }
}
