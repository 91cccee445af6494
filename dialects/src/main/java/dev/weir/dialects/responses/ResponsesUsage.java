package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.UsageFields;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * The usage object: {@code input_tokens} includes cached tokens, {@code output_tokens} reasoning.
 * The same numbers as Chat's under other names.
 */
public final class ResponsesUsage {

  private ResponsesUsage() {}

  /** Nothing where there was no usage, or one that cannot be a count. */
  public static Optional<TokenCounts> read(JsonNode usage) {
    UsageFields fields = new UsageFields();
    set(fields, "", "prompt_tokens", usage.path("input_tokens"));
    set(fields, "", "completion_tokens", usage.path("output_tokens"));
    set(fields, "", "total_tokens", usage.path("total_tokens"));
    usage
        .path("input_tokens_details")
        .properties()
        .forEach(it -> set(fields, "prompt_tokens_details", it.getKey(), it.getValue()));
    usage
        .path("output_tokens_details")
        .properties()
        .forEach(it -> set(fields, "completion_tokens_details", it.getKey(), it.getValue()));
    usage
        .path("input_tokens_details")
        .path("cached_tokens_details")
        .properties()
        .forEach(it -> set(fields, "cached_tokens_details", it.getKey(), it.getValue()));
    return fields.counts();
  }

  /** What is no count is negative, which the fields take for broken. */
  private static void set(UsageFields fields, String above, String name, JsonNode value) {
    if (value.isIntegralNumber()) {
      fields.set(above, name, value.canConvertToLong() ? value.longValue() : -1);
    }
  }

  static ObjectNode write(TokenCounts counts) {
    long cached = Math.addExact(counts.cacheRead(), counts.cacheWrite());
    TokenCounts.Parts parts = counts.parts();
    long heard = counts.audio() - parts.audioOutput();
    long seen = counts.image() - parts.imageOutput();
    long in = Math.addExact(Math.addExact(counts.input(), cached), Math.addExact(heard, seen));
    long made = Math.addExact(parts.audioOutput(), parts.imageOutput());
    long out = Math.addExact(Math.addExact(counts.output(), counts.reasoning()), made);
    ObjectNode usage = Json.newObject();
    usage.put("input_tokens", in);
    ObjectNode details = usage.putObject("input_tokens_details");
    details.put("cached_tokens", counts.cacheRead());
    details.put("cache_write_tokens", counts.cacheWrite());
    putIfAny(details, "audio_tokens", heard);
    putIfAny(details, "image_tokens", seen);
    usage.put("output_tokens", out);
    ObjectNode outDetails = usage.putObject("output_tokens_details");
    outDetails.put("reasoning_tokens", counts.reasoning());
    putIfAny(outDetails, "audio_tokens", parts.audioOutput());
    putIfAny(outDetails, "image_tokens", parts.imageOutput());
    usage.put("total_tokens", Math.addExact(in, out));
    return usage;
  }

  private static void putIfAny(ObjectNode node, String name, long tokens) {
    if (tokens > 0) {
      node.put(name, tokens);
    }
  }
}
