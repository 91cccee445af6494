package dev.weir.standalone.reconcile;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** OpenAI's totals hold their parts; here they are disjoint. */
final class OpenAiTokens {

  private static final Pattern MEDIUM = Pattern.compile(" (text|image|audio)$");

  private OpenAiTokens() {}

  /**
   * The model of a line of costs, which are like {@code gpt-5-nano, input} or {@code gpt-image-2
   * text, cached input}; without grouping there is none.
   */
  static String modelOf(String lineItem) {
    return MEDIUM.matcher(lineItem.split(",", 2)[0].strip()).replaceFirst("");
  }

  static Map<TokenClass, Long> split(
      long input, long cached, long written, long inputAudio, long output, long outputAudio) {
    Map<TokenClass, Long> tokens = new EnumMap<>(TokenClass.class);
    tokens.put(TokenClass.INPUT, input - cached - written - inputAudio);
    tokens.put(TokenClass.CACHE_READ, cached);
    tokens.put(TokenClass.CACHE_WRITE, written);
    tokens.put(TokenClass.OUTPUT, output - outputAudio);
    tokens.put(TokenClass.AUDIO, Math.addExact(inputAudio, outputAudio));
    return tokens;
  }
}
