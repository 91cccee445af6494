package dev.weir.standalone.echo;

import java.util.ArrayList;
import java.util.List;

/** The provider's tokenizer: a token is up to four Unicode code points of one text, in order. */
final class TokenCount {

  private static final int CODE_POINTS_PER_TOKEN = 4;

  private TokenCount() {}

  static long of(String text) {
    return Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_PER_TOKEN);
  }

  /** The tokens themselves; as many as {@link #of} counts. */
  static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int left = text.codePointCount(from, text.length());
      int to = text.offsetByCodePoints(from, Math.min(CODE_POINTS_PER_TOKEN, left));
      tokens.add(text.substring(from, to));
      from = to;
    }
    return List.copyOf(tokens);
  }
}
