package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.UsageFields;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/** The usage object: {@code prompt_tokens} includes cached, {@code completion_tokens} reasoning. */
final class ChatUsage {

  private ChatUsage() {}

  static Optional<TokenCounts> read(JsonNode usage) {
    UsageFields fields = new UsageFields();
    usage
        .properties()
        .forEach(each -> {
          JsonNode value = each.getValue();
          if (value.isIntegralNumber()) {
            fields.set("", each.getKey(), longOf(value));
          } else if (value.isObject()) {
            value.properties().stream()
                .filter(it -> it.getValue().isIntegralNumber())
                .forEach(it -> fields.set(each.getKey(), it.getKey(), longOf(it.getValue())));
          }
        });
    return fields.counts();
  }

  /** What is no count is negative, which the fields take for broken. */
  private static long longOf(JsonNode value) {
    return value.canConvertToLong() ? value.longValue() : -1;
  }

  static ObjectNode write(TokenCounts counts) {
    long cached = Math.addExact(counts.cacheRead(), counts.cacheWrite());
    long prompt =
        Math.addExact(
            Math.addExact(counts.input(), cached), Math.addExact(counts.audio(), counts.image()));
    long completion = Math.addExact(counts.output(), counts.reasoning());
    ObjectNode usage = Json.newObject();
    usage.put("prompt_tokens", prompt);
    usage.put("completion_tokens", completion);
    usage.put("total_tokens", Math.addExact(prompt, completion));
    ObjectNode in = usage.putObject("prompt_tokens_details");
    in.put("cached_tokens", counts.cacheRead());
    if (counts.cacheWrite() > 0) {
      in.put("cache_write_tokens", counts.cacheWrite());
    }
    in.put("audio_tokens", counts.audio());
    if (counts.image() > 0) {
      in.put("image_tokens", counts.image());
    }
    usage.putObject("completion_tokens_details").put("reasoning_tokens", counts.reasoning());
    return usage;
  }
}
