package dev.weir.standalone.reconcile;

import java.util.EnumMap;
import java.util.Map;

/** OpenAI's totals hold their parts; here they are disjoint. */
final class OpenAiTokens {

  private OpenAiTokens() {}

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
