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
    TokenCounts.Parts parts = counts.parts();
    long heard = counts.audio() - parts.audioOutput();
    long seen = counts.image() - parts.imageOutput();
    long prompt = Math.addExact(Math.addExact(counts.input(), cached), Math.addExact(heard, seen));
    long made = Math.addExact(parts.audioOutput(), parts.imageOutput());
    long completion = Math.addExact(Math.addExact(counts.output(), counts.reasoning()), made);
    ObjectNode usage = Json.newObject();
    usage.put("prompt_tokens", prompt);
    usage.put("completion_tokens", completion);
    usage.put("total_tokens", Math.addExact(prompt, completion));
    ObjectNode in = usage.putObject("prompt_tokens_details");
    in.put("cached_tokens", counts.cacheRead());
    if (counts.cacheWrite() > 0) {
      in.put("cache_write_tokens", counts.cacheWrite());
    }
    in.put("audio_tokens", heard);
    putIfAny(in, "image_tokens", seen);
    ObjectNode out = usage.putObject("completion_tokens_details");
    out.put("reasoning_tokens", counts.reasoning());
    putIfAny(out, "audio_tokens", parts.audioOutput());
    putIfAny(out, "image_tokens", parts.imageOutput());
    return usage;
  }

  private static void putIfAny(ObjectNode node, String name, long tokens) {
    if (tokens > 0) {
      node.put(name, tokens);
    }
  }
}
