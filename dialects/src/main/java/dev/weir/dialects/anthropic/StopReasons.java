package dev.weir.dialects.anthropic;

import dev.weir.dialects.canonical.FinishReason;

/** {@code stop_reason}, which has a name for all that other dialects know but a filter. */
final class StopReasons {

  private StopReasons() {}

  static FinishReason read(String reason) {
    return switch (reason) {
      case "end_turn" -> FinishReason.STOP;
      case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
      case "max_tokens" -> FinishReason.LENGTH;
      case "model_context_window_exceeded" -> FinishReason.CONTEXT_FULL;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.REFUSAL;
      case "pause_turn" -> FinishReason.PAUSED;
      default -> FinishReason.OTHER;
    };
  }

  /**
   * A filter of another provider is a refusal, which is what Anthropic's own filters say; what is
   * not known is the end of the turn. An answer that calls tools waits for them, also where a
   * provider says no more than that it came to its end; but {@code end_turn} in so many words says
   * that the calls have been answered already, by the provider's own program.
   */
  static String write(FinishReason reason, boolean callsTools, String dialectReason) {
    return switch (reason) {
      case STOP, OTHER, ERROR ->
          callsTools && !dialectReason.equals("end_turn") ? "tool_use" : "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case CONTEXT_FULL -> "model_context_window_exceeded";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER, REFUSAL -> "refusal";
      case PAUSED -> "pause_turn";
    };
  }
}
