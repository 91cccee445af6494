package dev.weir.standalone.reconcile;

import dev.weir.governance.pricing.TokenType;

/**
 * The classes of tokens that Weir and the providers can both tell: providers report no reasoning
 * apart from output, and no images apart from input.
 */
public enum TokenClass {
  INPUT("input tokens"),
  CACHE_READ("cache-read tokens"),
  CACHE_WRITE("cache-write tokens"),
  OUTPUT("output tokens"),
  AUDIO("audio tokens");

  private final String text;

  TokenClass(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** The class of a token type of Weir's. */
  static TokenClass of(TokenType type) {
    return switch (type) {
      case INPUT, IMAGE -> INPUT;
      case CACHE_READ, CACHE_READ_AUDIO -> CACHE_READ;
      case CACHE_WRITE, CACHE_WRITE_HOUR -> CACHE_WRITE;
      case OUTPUT, REASONING, IMAGE_OUTPUT -> OUTPUT;
      case AUDIO, AUDIO_OUTPUT -> AUDIO;
    };
  }
}
