package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * {@code usageMetadata}: the prompt's count includes cached tokens, the candidates' excludes
 * thoughts, and what tools put into the prompt stands beside both. Counts are cumulative.
 */
final class GeminiUsage {

  /** More than any model takes; a larger number is a provider's fault and not a count. */
  private static final long COUNT_MAX = 1_000_000_000_000L;

  private GeminiUsage() {}

  /** Nothing where there is no count, or one that cannot be one. */
  static Optional<TokenCounts> read(JsonNode usage) {
    if (!usage.path("promptTokenCount").isIntegralNumber()
        && !usage.path("candidatesTokenCount").isIntegralNumber()) {
      return Optional.empty();
    }
    long prompt = count(usage, "promptTokenCount");
    long cached = count(usage, "cachedContentTokenCount");
    long tools = count(usage, "toolUsePromptTokenCount");
    long candidates = count(usage, "candidatesTokenCount");
    long thoughts = count(usage, "thoughtsTokenCount");
    if (prompt < 0 || cached < 0 || tools < 0 || candidates < 0 || thoughts < 0) {
      return Optional.empty();
    }
    // More cached than there is cannot be a part of it: the whole is what is billed.
    long apart = cached > prompt ? 0 : cached;
    return Optional.of(
        new TokenCounts(prompt - apart + tools, apart, 0, candidates, thoughts, 0, 0));
  }

  private static long count(JsonNode usage, String name) {
    JsonNode value = usage.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() <= COUNT_MAX
        ? value.longValue()
        : -1;
  }

  static ObjectNode write(TokenCounts counts) {
    long prompt =
        Math.addExact(
            Math.addExact(counts.input(), counts.cacheRead()),
            Math.addExact(counts.cacheWrite(), Math.addExact(counts.audio(), counts.image())));
    ObjectNode usage = Json.newObject();
    usage.put("promptTokenCount", prompt);
    usage.put("candidatesTokenCount", counts.output());
    if (counts.reasoning() > 0) {
      usage.put("thoughtsTokenCount", counts.reasoning());
    }
    if (counts.cacheRead() > 0) {
      usage.put("cachedContentTokenCount", counts.cacheRead());
    }
    usage.put(
        "totalTokenCount",
        Math.addExact(prompt, Math.addExact(counts.output(), counts.reasoning())));
    return usage;
  }
}
