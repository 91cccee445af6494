package dev.weir.dialects.bedrock;

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
      case BEDROCK -> bedrock(field);
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
      case "user" -> "metadata.user_id";
      case "arguments" -> "input";
      case "parallel_tool_calls" -> "tool_choice.disable_parallel_tool_use";
      default -> field;
    };
  }

  private static String gemini(String field) {
    return switch (field) {
      case "reasoning_effort" -> "thinkingConfig";
      case "response_format" -> "responseSchema";
      case "frequency_penalty" -> "frequencyPenalty";
      case "presence_penalty" -> "presencePenalty";
      case "top_p" -> "topP";
      case "top_k" -> "topK";
      case "n" -> "candidateCount";
      case "logprobs" -> "responseLogprobs";
      case "tool_choice" -> "functionCallingConfig";
      case "arguments" -> "args";
      default -> field;
    };
  }

  private static String bedrock(String field) {
    return switch (field) {
      case "reasoning_effort" -> "additionalModelRequestFields.thinking";
      case "temperature" -> "inferenceConfig.temperature";
      case "top_p" -> "inferenceConfig.topP";
      case "top_k" -> "additionalModelRequestFields.top_k";
      case "tool_choice" -> "toolConfig.toolChoice";
      case "service_tier" -> "serviceTier";
      case "cache_control" -> "cachePoint";
      case "arguments" -> "toolUse.input";
      default -> field;
    };
  }
}
