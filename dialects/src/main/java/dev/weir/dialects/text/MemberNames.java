package dev.weir.dialects.text;

import java.util.Set;

/**
 * Names of members in bodies. Those that the protocols use all the time are no texts, where they
 * are the protocols'; all others may themselves be content, and are looked at.
 */
public final class MemberNames {

  private static final int ASCII = 128;
  private static final int TELLING_CHARACTERS_MAX = 64;

  /** What is shorter in every respect names something. */
  private static final int INSTRUCTING_WORDS_MIN = 4;

  private static final int INSTRUCTING_CHARACTERS_MIN = 24;
  private static final int INSTRUCTING_IDEOGRAPHS_MIN = 6;
  private static final int INSTRUCTING_LETTERS_MIN = 9;

  private static final Set<String> OF_PROTOCOLS =
      Set.of(
          "accepted_prediction_tokens",
          "additionalProperties",
          "annotations",
          "args",
          "arguments",
          "audio",
          "audio_tokens",
          "b64_json",
          "background",
          "budget_tokens",
          "bytes",
          "cache",
          "cache_control",
          "cache_creation",
          "cache_creation_input_tokens",
          "cache_read_input_tokens",
          "cached_tokens",
          "call_id",
          "candidateCount",
          "candidates",
          "candidatesTokenCount",
          "category",
          "choices",
          "citations",
          "code",
          "completed_at",
          "completion_tokens",
          "completion_tokens_details",
          "content",
          "contents",
          "conversation",
          "created",
          "created_at",
          "data",
          "delta",
          "description",
          "detail",
          "dimensions",
          "document",
          "effort",
          "embedding",
          "encoding_format",
          "encrypted_content",
          "enum",
          "error",
          "fileData",
          "fileUri",
          "file_data",
          "file_id",
          "file_uri",
          "file_url",
          "filename",
          "finishReason",
          "finish_reason",
          "format",
          "frequency_penalty",
          "function",
          "functionCall",
          "functionDeclarations",
          "functionResponse",
          "function_call",
          "function_declarations",
          "functions",
          "generationConfig",
          "generation_config",
          "id",
          "image_url",
          "include",
          "include_usage",
          "index",
          "inlineData",
          "inline_data",
          "input",
          "input_audio",
          "input_schema",
          "input_tokens",
          "input_tokens_details",
          "instructions",
          "is_error",
          "item_id",
          "items",
          "json_schema",
          "logit_bias",
          "logprobs",
          "maxOutputTokens",
          "max_completion_tokens",
          "max_output_tokens",
          "max_tokens",
          "media_type",
          "message",
          "messages",
          "metadata",
          "mimeType",
          "mime_type",
          "modalities",
          "model",
          "modelVersion",
          "models",
          "n",
          "name",
          "object",
          "output",
          "output_tokens",
          "output_tokens_details",
          "parallel_tool_calls",
          "param",
          "parameters",
          "parts",
          "prediction",
          "presence_penalty",
          "previous_response_id",
          "probability",
          "prompt",
          "promptTokenCount",
          "prompt_cache_key",
          "prompt_tokens",
          "prompt_tokens_details",
          "properties",
          "reasoning",
          "reasoning_content",
          "reasoning_details",
          "reasoning_effort",
          "reasoning_tokens",
          "refusal",
          "rejected_prediction_tokens",
          "required",
          "response",
          "responseId",
          "responseMimeType",
          "responseSchema",
          "response_format",
          "role",
          "safetyRatings",
          "safetySettings",
          "safety_identifier",
          "safety_settings",
          "schema",
          "seed",
          "service_tier",
          "signature",
          "source",
          "status",
          "stop",
          "stopSequences",
          "stop_reason",
          "stop_sequence",
          "stop_sequences",
          "store",
          "stream",
          "stream_options",
          "strict",
          "suffix",
          "summary",
          "system",
          "systemInstruction",
          "system_fingerprint",
          "system_instruction",
          "temperature",
          "text",
          "thinking",
          "thought",
          "thoughtSignature",
          "thought_signature",
          "title",
          "toolConfig",
          "tool_call_id",
          "tool_calls",
          "tool_choice",
          "tool_config",
          "tool_use_id",
          "tools",
          "topK",
          "topP",
          "top_k",
          "top_logprobs",
          "top_p",
          "totalTokenCount",
          "total_tokens",
          "truncation",
          "type",
          "updated_at",
          "uri",
          "url",
          "usage",
          "usageMetadata",
          "user",
          "verbosity",
          "web_search_options");

  private MemberNames() {}

  /** Whether the protocols use it for their own. */
  public static boolean isProtocols(String name) {
    return OF_PROTOCOLS.contains(name);
  }

  /**
   * Whether it may tell a model what to do: a short name of a few words does not. Words end at what
   * is no letter and no digit, and where a small letter is followed by a capital one; where a
   * script writes no spaces, each character is one. Of other scripts than ASCII's nine letters are
   * enough.
   */
  public static boolean mayInstruct(String name) {
    if (name.length() >= INSTRUCTING_CHARACTERS_MIN) {
      return true;
    }
    int words = 0;
    int ideographs = 0;
    int others = 0;
    char before = ' ';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        boolean camel = Character.isUpperCase(c) && Character.isLowerCase(before);
        words += camel || !Character.isLetterOrDigit(before) ? 1 : 0;
        ideographs += Character.isIdeographic(c) ? 1 : 0;
        others += c >= ASCII ? 1 : 0;
      }
      before = c;
    }
    return words >= INSTRUCTING_WORDS_MIN
        || ideographs >= INSTRUCTING_IDEOGRAPHS_MIN
        || others >= INSTRUCTING_LETTERS_MIN;
  }

  /** Whether it may say what its value is: words, as people name things. */
  public static boolean mayTell(String name) {
    if (name.isEmpty() || name.length() > TELLING_CHARACTERS_MAX) {
      return false;
    }
    boolean letters = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      letters |= Character.isLetter(c);
      if (!Character.isLetterOrDigit(c) && "_-. ".indexOf(c) < 0) {
        return false;
      }
    }
    return letters;
  }
}
