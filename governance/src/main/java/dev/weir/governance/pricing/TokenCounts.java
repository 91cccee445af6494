package dev.weir.governance.pricing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Tokens of one attempt by class; a class without tokens is absent. */
public record TokenCounts(Map<TokenType, Long> byType) {

  public static final TokenCounts NONE = new TokenCounts(Map.of());

  public TokenCounts {
    EnumMap<TokenType, Long> used = new EnumMap<>(TokenType.class);
    byType.forEach((type, tokens) -> {
      if (tokens < 0) {
        throw new IllegalArgumentException(
            "tokens cannot be negative: " + type.text() + " " + tokens);
      }
      if (tokens > 0) {
        used.put(type, tokens);
      }
    });
    byType = Collections.unmodifiableMap(used);
  }

  /** Tokens of a class; 0 where there are none. */
  public long of(TokenType type) {
    return byType.getOrDefault(type, 0L);
  }

  /** The sum of all classes. */
  public long total() {
    return byType.values().stream().reduce(0L, Math::addExact);
  }
}
