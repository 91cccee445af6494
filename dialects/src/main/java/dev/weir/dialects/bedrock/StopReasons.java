package dev.weir.dialects.bedrock;

import dev.weir.dialects.canonical.FinishReason;

/** {@code stopReason}. */
final class StopReasons {

  private StopReasons() {}

  static FinishReason read(String reason) {
    return switch (reason) {
      case "end_turn" -> FinishReason.STOP;
      case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
      case "max_tokens" -> FinishReason.LENGTH;
      case "model_context_window_exceeded" -> FinishReason.CONTEXT_FULL;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
      case "malformed_model_output", "malformed_tool_use" -> FinishReason.ERROR;
      default -> FinishReason.OTHER;
    };
  }

  /**
   * A refusal of the model is a content filter, a paused turn an end; a guardrail and malformed
   * output, which others do not tell apart, are named as they were.
   */
  static String write(FinishReason reason, String dialectReason) {
    return switch (reason) {
      case STOP, PAUSED, OTHER -> "end_turn";
      case ERROR ->
          dialectReason.startsWith("malformed_") ? dialectReason : "malformed_model_output";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case CONTEXT_FULL -> "model_context_window_exceeded";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER, REFUSAL ->
          dialectReason.equals("guardrail_intervened") ? dialectReason : "content_filtered";
    };
  }
}
