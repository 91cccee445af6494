package dev.weir.governance.pricing;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class of tokens that has a price of its own. The classes are disjoint. */
public enum TokenType {
  INPUT("input"),
  CACHE_READ("cache-read"),
  CACHE_WRITE("cache-write"),
  OUTPUT("output"),
  REASONING("reasoning"),
  AUDIO("audio"),
  IMAGE("image");

  private static final Map<String, TokenType> BY_TEXT =
      Stream.of(values()).collect(Collectors.toMap(TokenType::text, Function.identity()));

  private final String text;

  TokenType(String text) {
    this.text = text;
  }

  /** The name in prices, rated usage and chargeback rows. */
  public String text() {
    return text;
  }

  /** The type with this name, or nothing when there is none. */
  public static Optional<TokenType> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }
}
