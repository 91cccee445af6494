package dev.weir.governance.pricing;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class of tokens that may have a price of its own. The classes are disjoint. */
public enum TokenType {
  INPUT("input", true),
  CACHE_READ("cache-read", true),

  /** Audio that was read from a cache. */
  CACHE_READ_AUDIO("cache-read-audio", true),

  /** Kept for five minutes, or as long as the provider does where it keeps for one time only. */
  CACHE_WRITE("cache-write", true),

  /** Kept for an hour. */
  CACHE_WRITE_HOUR("cache-write-1h", true),
  OUTPUT("output", false),
  REASONING("reasoning", false),

  /** What was heard. */
  AUDIO("audio", true),

  /** What was spoken. */
  AUDIO_OUTPUT("audio-output", false),

  /** What was seen, where a provider counts it apart. */
  IMAGE("image", true),

  /** What was painted. */
  IMAGE_OUTPUT("image-output", false);

  private static final Map<String, TokenType> BY_TEXT =
      Stream.of(values()).collect(Collectors.toMap(TokenType::text, Function.identity()));

  private final String text;
  private final boolean ofPrompt;

  TokenType(String text, boolean ofPrompt) {
    this.text = text;
    this.ofPrompt = ofPrompt;
  }

  /** The name in prices, rated usage and chargeback rows. */
  public String text() {
    return text;
  }

  /** Whether it is a part of what was sent to the model; else of what it answered. */
  public boolean isOfPrompt() {
    return ofPrompt;
  }

  /**
   * The class whose price holds where this one has none, because the one contains the other as
   * price lists have it. Nothing where a price of another class would be a guess: what is kept for
   * an hour costs more than what is kept for minutes.
   */
  public Optional<TokenType> pricedAs() {
    return switch (this) {
      case REASONING -> Optional.of(OUTPUT);
      case CACHE_READ_AUDIO -> Optional.of(CACHE_READ);
      case AUDIO_OUTPUT -> Optional.of(AUDIO);
      case IMAGE_OUTPUT -> Optional.of(IMAGE);
      case INPUT, CACHE_READ, CACHE_WRITE, CACHE_WRITE_HOUR, OUTPUT, AUDIO, IMAGE ->
          Optional.empty();
    };
  }

  /** The type with this name, or nothing when there is none. */
  public static Optional<TokenType> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }
}
