package dev.weir.governance.books;

import dev.weir.schemas.event.Usage;
import java.util.List;

/**
 * The classes that token counts and rated records share. A rated class may be a part of one with a
 * price of its own; its name then begins with that of the whole.
 */
final class TokenGroup {

  private static final List<String> NAMES =
      List.of("input", "cache-read", "cache-write", "output", "reasoning", "audio", "image");

  static final int COUNT = 7;

  private TokenGroup() {}

  static long[] of(Usage usage) {
    return new long[] {
      usage.getInputTokens(),
      usage.getCacheReadTokens(),
      usage.getCacheWriteTokens(),
      usage.getOutputTokens(),
      usage.getReasoningTokens(),
      usage.getAudioTokens(),
      usage.getImageTokens()
    };
  }

  static int of(String tokenType) {
    for (int group = 0; group < COUNT; group++) {
      if (tokenType.startsWith(NAMES.get(group))) {
        return group;
      }
    }
    throw new IllegalArgumentException("no class of tokens: " + tokenType);
  }

  static String name(int group) {
    return NAMES.get(group);
  }
}
