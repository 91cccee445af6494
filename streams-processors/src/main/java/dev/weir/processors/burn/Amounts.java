package dev.weir.processors.burn;

import dev.weir.governance.quota.LimitUnit;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;

/** How much of a limit's unit a usage record spends, where it says so by itself. */
final class Amounts {

  private Amounts() {}

  /** What is in flight is no spending. */
  static long of(Usage usage, LimitUnit unit) {
    boolean isRequest = usage.getFinalAttempt() && usage.getOutcome() != Outcome.REFUSED;
    return switch (unit) {
      case TOKENS -> tokens(usage);
      case REQUESTS -> isRequest ? 1 : 0;
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
