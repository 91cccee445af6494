package dev.weir.dialects.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.UsageFields;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * What a {@code response.done} says.
 *
 * @param status completed, incomplete, cancelled, failed, or what else a provider says
 * @param reason why it is not complete; empty where it is
 */
public record RealtimeDone(String status, String reason, Optional<TokenCounts> counts) {

  /** Reads the first {@code length} bytes. */
  public static RealtimeDone of(byte[] message, int length) {
    JsonNode response =
        Json.tree(message, 0, length).map(it -> it.path("response")).orElseGet(Json::newObject);
    JsonNode details = response.path("status_details");
    String reason = details.path("reason").asText("");
    return new RealtimeDone(
        response.path("status").asText(""),
        reason.isEmpty() ? details.path("error").path("code").asText("") : reason,
        counts(response.path("usage")));
  }

  public boolean failed() {
    return status.equals("failed");
  }

  /** As records name the end of an answer. */
  public String finishReason() {
    return reason.isEmpty() ? status : status + ":" + reason;
  }

  /** {@code cached_tokens} are also counted among the text, audio and images that they are of. */
  private static Optional<TokenCounts> counts(JsonNode usage) {
    JsonNode in = usage.path("input_token_details");
    JsonNode cached = in.path("cached_tokens_details");
    JsonNode out = usage.path("output_token_details");
    UsageFields fields = new UsageFields();
    set(fields, "", "prompt_tokens", usage.path("input_tokens"), 0);
    set(fields, "", "completion_tokens", usage.path("output_tokens"), 0);
    set(fields, "", "total_tokens", usage.path("total_tokens"), 0);
    set(fields, "prompt_tokens_details", "cached_tokens", in.path("cached_tokens"), 0);
    for (String kind : new String[] {"audio_tokens", "image_tokens"}) {
      set(fields, "prompt_tokens_details", kind, in.path(kind), cached.path(kind).asLong(0));
    }
    set(fields, "cached_tokens_details", "audio_tokens", cached.path("audio_tokens"), 0);
    set(fields, "completion_tokens_details", "audio_tokens", out.path("audio_tokens"), 0);
    set(fields, "completion_tokens_details", "reasoning_tokens", out.path("reasoning_tokens"), 0);
    return fields.counts();
  }

  private static void set(
      UsageFields fields, String above, String name, JsonNode value, long less) {
    if (value.isIntegralNumber()) {
      fields.set(above, name, value.canConvertToLong() ? value.longValue() - less : -1);
    }
  }
}
