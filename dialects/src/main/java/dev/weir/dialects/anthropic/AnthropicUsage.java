package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * The usage of one answer. {@code input_tokens} leaves the cache's tokens out, {@code
 * output_tokens} has the thinking in it. Counts of a stream are cumulative: {@code message_delta}
 * says again what {@code message_start} said, corrected where it was a guess, and may leave fields
 * out or null, which then stay as they were. Counts of server tools' requests are no tokens; the
 * {@code iterations} of a compacted or advised answer are parts that its total leaves out or has
 * already, so the total stands.
 */
final class AnthropicUsage {

  /** More than any model takes; a larger number is a provider's fault and not a count. */
  private static final long COUNT_MAX = 1_000_000_000_000L;

  private boolean any;
  private long input;
  private long cacheRead;
  private long cacheWrite;
  private long cacheWriteHour;
  private long output;
  private long thinking;
  private Optional<String> tier = Optional.empty();

  /** Takes what is said; false where that is nothing. */
  boolean take(JsonNode usage) {
    boolean said = false;
    if (isCount(usage.path("input_tokens"))) {
      input = usage.path("input_tokens").longValue();
      said = true;
    }
    if (isCount(usage.path("output_tokens"))) {
      output = usage.path("output_tokens").longValue();
      said = true;
    }
    if (isCount(usage.path("cache_read_input_tokens"))) {
      cacheRead = usage.path("cache_read_input_tokens").longValue();
      said = true;
    }
    if (isCount(usage.path("cache_creation_input_tokens"))) {
      cacheWrite = usage.path("cache_creation_input_tokens").longValue();
      said = true;
    }
    JsonNode hour = usage.path("cache_creation").path("ephemeral_1h_input_tokens");
    if (isCount(hour)) {
      cacheWriteHour = hour.longValue();
    }
    JsonNode spent = usage.path("output_tokens_details").path("thinking_tokens");
    if (isCount(spent)) {
      thinking = spent.longValue();
    }
    String served = usage.path("service_tier").asText("");
    if (!served.isEmpty() && usage.path("service_tier").isTextual()) {
      tier = Optional.of(ServiceTiers.read(served));
    }
    any |= said;
    return said;
  }

  private static boolean isCount(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= 0
        && node.longValue() <= COUNT_MAX;
  }

  /** What was said so far; nothing where that is nothing. */
  Optional<AnswerEvent.Used> used() {
    if (!any) {
      return Optional.empty();
    }
    // Thinking beyond the whole output cannot be a part of it: the whole is what is billed.
    long reasoning = thinking <= output ? thinking : 0;
    return Optional.of(
        new AnswerEvent.Used(
            new TokenCounts(
                input,
                cacheRead,
                cacheWrite,
                output - reasoning,
                reasoning,
                0,
                0,
                new TokenCounts.Parts(Math.min(cacheWriteHour, cacheWrite), 0, 0, 0)),
            tier));
  }

  static ObjectNode write(TokenCounts counts) {
    ObjectNode usage = Json.newObject();
    usage.put(
        "input_tokens",
        Math.addExact(
            counts.input(), Math.addExact(counts.audio(), counts.image()) - made(counts)));
    usage.put("cache_creation_input_tokens", counts.cacheWrite());
    long hour = counts.parts().cacheWriteHour();
    if (hour > 0) {
      ObjectNode kept = usage.putObject("cache_creation");
      kept.put("ephemeral_5m_input_tokens", counts.cacheWrite() - hour);
      kept.put("ephemeral_1h_input_tokens", hour);
    }
    usage.put("cache_read_input_tokens", counts.cacheRead());
    usage.put(
        "output_tokens",
        Math.addExact(Math.addExact(counts.output(), counts.reasoning()), made(counts)));
    if (counts.reasoning() > 0) {
      usage.putObject("output_tokens_details").put("thinking_tokens", counts.reasoning());
    }
    return usage;
  }

  /** Speech and pictures of the answer. */
  private static long made(TokenCounts counts) {
    return Math.addExact(counts.parts().audioOutput(), counts.parts().imageOutput());
  }

  static ObjectNode write(AnswerEvent.Used used) {
    ObjectNode usage = write(used.counts());
    used.serviceTier().ifPresent(it -> usage.put("service_tier", ServiceTiers.served(it)));
    return usage;
  }
}
