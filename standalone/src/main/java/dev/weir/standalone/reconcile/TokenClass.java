package dev.weir.standalone.reconcile;

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

  /** The class of a token type of Weir's, whatever it is written for. */
  static TokenClass of(String tokenType) {
    return switch (tokenType) {
      case "output", "reasoning" -> OUTPUT;
      case "cache-read" -> CACHE_READ;
      case "audio" -> AUDIO;
      default -> tokenType.startsWith("cache-write") ? CACHE_WRITE : INPUT;
    };
  }
}
