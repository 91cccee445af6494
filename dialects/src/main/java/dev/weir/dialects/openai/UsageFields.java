package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.weir.dialects.usage.TokenCounts;
import java.io.IOException;
import java.util.Optional;

/**
 * OpenAI's usage object on its way to disjoint classes: {@code prompt_tokens} includes cached,
 * audio and image tokens, {@code completion_tokens} includes reasoning, audio and image tokens.
 * Some providers of this dialect (xAI) leave reasoning out of {@code completion_tokens}; the total
 * tells.
 */
public final class UsageFields {

  /** More than any model takes; a larger number is a provider's fault and not a count. */
  private static final long COUNT_MAX = 1_000_000_000_000L;

  private boolean any;
  private boolean broken;
  private long prompt;
  private long completion;
  private long total;
  private long cacheRead;
  private long cacheHit;
  private long cacheWrite;
  private long promptAudio;
  private long promptImage;
  private long reasoning;
  private long completionAudio;
  private long completionImage;
  private long cacheReadAudio;

  void clear() {
    any = false;
    broken = false;
    prompt = completion = total = 0;
    cacheHit = cacheRead = cacheWrite = promptAudio = promptImage = 0;
    reasoning = completionAudio = completionImage = 0;
    cacheReadAudio = 0;
  }

  /** {@code above} is the object that holds the field; empty for the usage object itself. */
  void set(String above, String name, JsonParser parser) throws IOException {
    set(
        above,
        name,
        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : parser.getLongValue());
  }

  /** The same with the field's value. */
  public void set(String above, String name, long value) {
    if (value < 0 || value > COUNT_MAX) {
      broken = true;
      return;
    }
    switch (above) {
      case "" -> setTotal(name, value);
      case "prompt_tokens_details" -> setPromptDetail(name, value);
      case "completion_tokens_details" -> setCompletionDetail(name, value);
      case "cached_tokens_details" -> {
        if (name.equals("audio_tokens")) {
          cacheReadAudio = value;
        }
      }
      default -> {}
    }
  }

  private void setTotal(String name, long value) {
    switch (name) {
      case "prompt_tokens" -> {
        prompt = value;
        any = true;
      }
      case "completion_tokens" -> {
        completion = value;
        any = true;
      }
      case "total_tokens" -> total = value;
      // DeepSeek's and Moonshot's names, without or beside OpenAI's.
      case "prompt_cache_hit_tokens", "cached_tokens" -> cacheHit = value;
      // Those of gateways of this dialect before Claude, such as LiteLLM's.
      case "cache_read_input_tokens" -> cacheHit = Math.max(cacheHit, value);
      case "cache_creation_input_tokens" -> cacheWrite = Math.max(cacheWrite, value);
      default -> {}
    }
  }

  private void setPromptDetail(String name, long value) {
    switch (name) {
      case "cached_tokens" -> cacheRead = value;
      case "cache_write_tokens", "cache_creation_tokens" ->
          cacheWrite = Math.max(cacheWrite, value);
      case "audio_tokens" -> promptAudio = value;
      case "image_tokens" -> promptImage = value;
      default -> {}
    }
  }

  private void setCompletionDetail(String name, long value) {
    switch (name) {
      case "reasoning_tokens" -> reasoning = value;
      case "audio_tokens" -> completionAudio = value;
      case "image_tokens" -> completionImage = value;
      default -> {}
    }
  }

  /** Nothing where there was no usage, or one that cannot be a count. */
  public Optional<TokenCounts> counts() {
    if (!any || broken) {
      return Optional.empty();
    }
    long cached = cacheRead > 0 ? cacheRead : cacheHit;
    boolean reasoningApart = reasoning > 0 && total == prompt + completion + reasoning;
    long details = cached + cacheWrite + promptAudio + promptImage;
    long output = completion - completionAudio - completionImage - (reasoningApart ? 0 : reasoning);
    if (details > prompt || output < 0) {
      // Details that exceed their whole cannot be disjoint classes: the whole is what is billed.
      return Optional.of(TokenCounts.of(prompt, completion));
    }
    return Optional.of(
        new TokenCounts(
            prompt - details,
            cached,
            cacheWrite,
            output,
            reasoning,
            promptAudio + completionAudio,
            promptImage + completionImage,
            new TokenCounts.Parts(
                0, Math.min(cacheReadAudio, cached), completionAudio, completionImage)));
  }
}
