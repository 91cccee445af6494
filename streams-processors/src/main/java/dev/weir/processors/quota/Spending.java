package dev.weir.processors.quota;

import dev.weir.governance.quota.LimitUnit;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;

/** How much of a limit's unit a usage record spends. */
final class Spending {

  private Spending() {}

  /** All token classes; one request for the last attempt of an exchange that was not refused. */
  static long of(Usage usage, LimitUnit unit) {
    return switch (unit) {
      case TOKENS -> tokens(usage);
      case REQUESTS -> usage.getFinalAttempt() && usage.getOutcome() != Outcome.REFUSED ? 1 : 0;
      case USD -> usage.getCostUsdNanos();
      case CONCURRENT -> 0;
    };
  }

  private static long tokens(Usage usage) {
    long input = Math.addExact(usage.getInputTokens(), usage.getCacheReadTokens());
    long output = Math.addExact(usage.getOutputTokens(), usage.getReasoningTokens());
    long media = Math.addExact(usage.getAudioTokens(), usage.getImageTokens());
    return Math.addExact(
        Math.addExact(Math.addExact(input, output), media), usage.getCacheWriteTokens());
  }
}
