package dev.weir.dialects.anthropic;

import dev.weir.dialects.canonical.DialectName;

/** What a caller calls a field that cannot be said, so that he finds it in his own request. */
final class CallerNames {

  private CallerNames() {}

  /** {@code field} by the name that Chat has for it. */
  static String of(DialectName from, String field) {
    return switch (from) {
      case OPENAI_CHAT -> field;
      case OPENAI_RESPONSES -> responses(field);
      case ANTHROPIC -> anthropic(field);
      case GEMINI -> gemini(field);
      case BEDROCK -> field.equals("reasoning_effort") ? "thinking" : field;
    };
  }

  private static String responses(String field) {
    return switch (field) {
      case "reasoning_effort" -> "reasoning.effort";
      case "response_format" -> "text.format";
      case "logprobs" -> "top_logprobs";
      default -> field;
    };
  }

  private static String anthropic(String field) {
    return switch (field) {
      case "reasoning_effort" -> "thinking";
      case "response_format" -> "output_config.format";
      case "stop" -> "stop_sequences";
      case "user" -> "metadata.user_id";
      case "arguments" -> "input";
      default -> field;
    };
  }

  private static String gemini(String field) {
    return switch (field) {
      case "reasoning_effort" -> "thinkingConfig";
      case "response_format" -> "responseSchema";
      case "stop" -> "stopSequences";
      case "frequency_penalty" -> "frequencyPenalty";
      case "presence_penalty" -> "presencePenalty";
      case "top_p" -> "topP";
      case "top_k" -> "topK";
      case "n" -> "candidateCount";
      case "logprobs" -> "responseLogprobs";
      case "arguments" -> "args";
      default -> field;
    };
  }
}
