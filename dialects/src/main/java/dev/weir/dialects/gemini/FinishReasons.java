package dev.weir.dialects.gemini;

import dev.weir.dialects.canonical.FinishReason;
import java.util.Set;

/**
 * Gemini's {@code finishReason}. It has no name for a stop sequence, for calls of tools or for a
 * pause: all are {@code STOP}; a full context is {@code MAX_TOKENS}, a refusal {@code SAFETY}.
 */
final class FinishReasons {

  private static final Set<String> FILTERS =
      Set.of(
          "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "LANGUAGE",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION");
  private static final Set<String> ERRORS =
      Set.of(
          "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MALFORMED_RESPONSE",
          "MISSING_THOUGHT_SIGNATURE");
  private static final Set<String> OTHERS = Set.of("NO_IMAGE", "IMAGE_OTHER");

  private FinishReasons() {}

  static FinishReason read(String reason, boolean called) {
    if (FILTERS.contains(reason)) {
      return FinishReason.CONTENT_FILTER;
    }
    if (ERRORS.contains(reason)) {
      return FinishReason.ERROR;
    }
    return switch (reason) {
      case "STOP" -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      default -> FinishReason.OTHER;
    };
  }

  /** By its own name where Gemini gave it. */
  static String write(FinishReason reason, String dialectReason) {
    return switch (reason) {
      case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSED -> "STOP";
      case LENGTH, CONTEXT_FULL -> "MAX_TOKENS";
      case CONTENT_FILTER, REFUSAL -> FILTERS.contains(dialectReason) ? dialectReason : "SAFETY";
      case ERROR -> ERRORS.contains(dialectReason) ? dialectReason : "MALFORMED_RESPONSE";
      case OTHER -> OTHERS.contains(dialectReason) ? dialectReason : "OTHER";
    };
  }
}
