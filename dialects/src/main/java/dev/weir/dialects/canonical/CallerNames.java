package dev.weir.dialects.canonical;

/** What a caller calls a field that cannot be said, so that he finds it in his own request. */
public final class CallerNames {

  private CallerNames() {}

  /** {@code field} by the name that Chat has for it; the same name where no other is known. */
  public static String of(DialectName from, String field) {
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
      case "stop" -> "stop_sequences";
      case "user" -> "metadata.user_id";
      case "arguments" -> "input";
      case "filename" -> "title";
      case "parallel_tool_calls" -> "tool_choice.disable_parallel_tool_use";
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
      case "tool_choice" -> "functionCallingConfig";
      case "arguments" -> "args";
      case "filename" -> "displayName";
      default -> field;
    };
  }

  private static String bedrock(String field) {
    return switch (field) {
      case "reasoning_effort" -> "additionalModelRequestFields.thinking";
      case "temperature" -> "inferenceConfig.temperature";
      case "top_p" -> "inferenceConfig.topP";
      case "top_k" -> "additionalModelRequestFields.top_k";
      case "stop" -> "inferenceConfig.stopSequences";
      case "tool_choice" -> "toolConfig.toolChoice";
      case "service_tier" -> "serviceTier";
      case "cache_control" -> "cachePoint";
      case "response_format" -> "outputConfig.textFormat";
      case "arguments" -> "toolUse.input";
      case "filename" -> "document.name";
      default -> field;
    };
  }
}
