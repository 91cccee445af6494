package dev.weir.governance.pricing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * In which order the classes of a prompt lie in it, for prices of a prompt's part above a number:
 * what was read from a cache is how the prompt begins, and what was written to one follows it.
 */
final class PromptOrder {

  private static final List<TokenType> ORDER =
      List.of(
          TokenType.CACHE_READ,
          TokenType.CACHE_READ_AUDIO,
          TokenType.CACHE_WRITE_HOUR,
          TokenType.CACHE_WRITE,
          TokenType.IMAGE,
          TokenType.AUDIO,
          TokenType.INPUT);

  private PromptOrder() {}

  /** How many tokens of the prompt lie before each class of it. */
  static Map<TokenType, Long> before(TokenCounts tokens) {
    Map<TokenType, Long> before = new EnumMap<>(TokenType.class);
    long sum = 0;
    for (TokenType type : ORDER) {
      before.put(type, sum);
      sum = Math.addExact(sum, tokens.of(type));
    }
    return before;
  }
}
