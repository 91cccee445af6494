package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/** The usage: {@code inputTokens} leaves the cache's tokens out, {@code totalTokens} has all. */
final class BedrockUsage {

  /** More than any model takes; a larger number is a provider's fault and not a count. */
  private static final long COUNT_MAX = 1_000_000_000_000L;

  private BedrockUsage() {}

  /** Nothing where neither input nor output is told. */
  static Optional<TokenCounts> read(JsonNode usage) {
    if (!isCount(usage.path("inputTokens")) && !isCount(usage.path("outputTokens"))) {
      return Optional.empty();
    }
    long written = count(usage, "cacheWriteInputTokens");
    return Optional.of(
        new TokenCounts(
            count(usage, "inputTokens"),
            count(usage, "cacheReadInputTokens"),
            written,
            count(usage, "outputTokens"),
            0,
            0,
            0,
            new TokenCounts.Parts(Math.min(hour(usage), written), 0, 0, 0)));
  }

  /** {@code cacheDetails} says of what was written how long it is kept. */
  private static long hour(JsonNode usage) {
    long hour = 0;
    for (JsonNode each : usage.path("cacheDetails")) {
      if (each.path("ttl").asText("").equals("1h")) {
        hour = Math.addExact(hour, count(each, "inputTokens"));
      }
    }
    return hour;
  }

  private static long count(JsonNode usage, String name) {
    return isCount(usage.path(name)) ? usage.path(name).longValue() : 0;
  }

  private static boolean isCount(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= 0
        && node.longValue() <= COUNT_MAX;
  }

  static ObjectNode write(TokenCounts counts) {
    long made = Math.addExact(counts.parts().audioOutput(), counts.parts().imageOutput());
    ObjectNode usage = Json.newObject();
    usage.put(
        "inputTokens",
        Math.addExact(counts.input(), Math.addExact(counts.audio(), counts.image()) - made));
    usage.put(
        "outputTokens", Math.addExact(Math.addExact(counts.output(), counts.reasoning()), made));
    usage.put("totalTokens", counts.total());
    usage.put("cacheReadInputTokens", counts.cacheRead());
    usage.put("cacheWriteInputTokens", counts.cacheWrite());
    return usage;
  }
}
