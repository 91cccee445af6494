package dev.weir.dialects.passage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.gemini.GeminiUsage;
import dev.weir.dialects.openai.UsageFields;
import dev.weir.dialects.responses.ResponsesUsage;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * The usage in a document or event of any provider's API, by the names of its fields: {@code usage}
 * at its root, or in the {@code response} or {@code message} that it holds, or Google's {@code
 * usageMetadata}. Batches, pictures and transcripts say it where answers of text do.
 */
public final class PassedUsage {

  private static final long COUNT_MAX = 1_000_000_000_000L;

  private static final int TIER_CHARACTERS_MAX = 64;

  private PassedUsage() {}

  /** Nothing where there is none. */
  public static Optional<TokenCounts> of(JsonNode root) {
    if (root.path("usageMetadata").isObject()) {
      return GeminiUsage.read(root.path("usageMetadata"));
    }
    for (JsonNode holder : new JsonNode[] {root, root.path("response"), root.path("message")}) {
      if (holder.path("usage").isObject()) {
        return read(holder.path("usage"));
      }
    }
    return Optional.empty();
  }

  /** The tier of service that it was served in; empty where none is said. */
  public static String serviceTier(JsonNode root) {
    if (root.path("object").asText("").equals("batch")) {
      return "batch";
    }
    for (JsonNode holder : new JsonNode[] {root, root.path("response"), root.path("message")}) {
      for (JsonNode place : new JsonNode[] {holder, holder.path("usage")}) {
        String tier = place.path("service_tier").asText("");
        if (!tier.isEmpty() && tier.length() <= TIER_CHARACTERS_MAX) {
          return tier;
        }
      }
    }
    return "";
  }

  private static Optional<TokenCounts> read(JsonNode usage) {
    if (usage.has("prompt_tokens")) {
      return chat(usage);
    }
    if (!usage.has("input_tokens") && !usage.has("output_tokens")) {
      return Optional.empty();
    }
    return usage.has("cache_read_input_tokens") || usage.has("cache_creation_input_tokens")
        ? anthropic(usage)
        : ResponsesUsage.read(usage);
  }

  private static Optional<TokenCounts> chat(JsonNode usage) {
    UsageFields fields = new UsageFields();
    for (String above : new String[] {"prompt_tokens_details", "completion_tokens_details"}) {
      usage.path(above).properties().forEach(it -> set(fields, above, it.getKey(), it.getValue()));
    }
    usage.properties().forEach(it -> set(fields, "", it.getKey(), it.getValue()));
    return fields.counts();
  }

  private static void set(UsageFields fields, String above, String name, JsonNode value) {
    if (value.isIntegralNumber()) {
      fields.set(above, name, value.canConvertToLong() ? value.longValue() : -1);
    }
  }

  /** Its input leaves the cache's tokens out. */
  private static Optional<TokenCounts> anthropic(JsonNode usage) {
    long written = count(usage.path("cache_creation_input_tokens"));
    long hour = count(usage.path("cache_creation").path("ephemeral_1h_input_tokens"));
    return Optional.of(
        new TokenCounts(
            count(usage.path("input_tokens")),
            count(usage.path("cache_read_input_tokens")),
            written,
            count(usage.path("output_tokens")),
            0,
            0,
            0,
            new TokenCounts.Parts(Math.min(hour, written), 0, 0, 0)));
  }

  /** What is no count is none. */
  private static long count(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Math.clamp(value.longValue(), 0, COUNT_MAX)
        : 0;
  }
}
