package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * {@code usageMetadata}: the prompt includes what was cached but not the results of Google's own
 * tools; the candidates do not include the thoughts. Pictures in a prompt are input like text.
 */
public final class GeminiUsage {

  private static final long COUNT_MAX = Integer.MAX_VALUE;

  private GeminiUsage() {}

  /** Nothing where it counts nothing, as in all chunks of Vertex but the last. */
  public static Optional<TokenCounts> read(JsonNode usage) {
    if (!usage.path("promptTokenCount").isNumber() && !usage.path("totalTokenCount").isNumber()) {
      return Optional.empty();
    }
    long prompt = count(usage.path("promptTokenCount"));
    long cached = Math.min(count(usage.path("cachedContentTokenCount")), prompt);
    long cachedAudio = modality(usage.path("cacheTokensDetails"), "AUDIO");
    long heard =
        Math.clamp(
            modality(usage.path("promptTokensDetails"), "AUDIO") - cachedAudio, 0, prompt - cached);
    long tools = count(usage.path("toolUsePromptTokenCount"));
    long candidates = count(usage.path("candidatesTokenCount"));
    JsonNode details = usage.path("candidatesTokensDetails");
    long spoken = Math.min(modality(details, "AUDIO"), candidates);
    long painted = Math.min(modality(details, "IMAGE"), candidates - spoken);
    return Optional.of(
        new TokenCounts(
            prompt - cached - heard + tools,
            cached,
            0,
            candidates - spoken - painted,
            count(usage.path("thoughtsTokenCount")),
            heard + spoken,
            painted,
            new TokenCounts.Parts(0, Math.min(cachedAudio, cached), spoken, painted)));
  }

  private static long modality(JsonNode details, String modality) {
    long sum = 0;
    for (JsonNode each : details) {
      if (each.path("modality").asText("").equals(modality)) {
        sum += count(each.path("tokenCount"));
      }
    }
    return Math.min(sum, COUNT_MAX);
  }

  /** What is no count is none. */
  private static long count(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt() ? Math.max(0, value.intValue()) : 0;
  }

  static ObjectNode write(AnswerEvent.Used used) {
    ObjectNode usage = write(used.counts());
    used.serviceTier().flatMap(ServiceTiers::write).ifPresent(it -> usage.put("serviceTier", it));
    return usage;
  }

  private static ObjectNode write(TokenCounts counts) {
    long cached = Math.addExact(counts.cacheRead(), counts.cacheWrite());
    TokenCounts.Parts parts = counts.parts();
    long made = Math.addExact(parts.audioOutput(), parts.imageOutput());
    long given = Math.addExact(counts.audio(), counts.image()) - made;
    long prompt = Math.addExact(Math.addExact(counts.input(), cached), given);
    ObjectNode usage = Json.newObject();
    usage.put("promptTokenCount", prompt);
    if (counts.cacheRead() > 0) {
      usage.put("cachedContentTokenCount", counts.cacheRead());
    }
    usage.put("candidatesTokenCount", Math.addExact(counts.output(), made));
    if (counts.reasoning() > 0) {
      usage.put("thoughtsTokenCount", counts.reasoning());
    }
    usage.put("totalTokenCount", counts.total());
    return usage;
  }
}
