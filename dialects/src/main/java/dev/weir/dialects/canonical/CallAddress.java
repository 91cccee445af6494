package dev.weir.dialects.canonical;

import java.util.Optional;

/**
 * What the path of a call says, in dialects that put it there (Gemini, Bedrock).
 *
 * @param stream empty where the body says it
 */
public record CallAddress(Optional<String> model, Optional<Boolean> stream) {

  public static final CallAddress SAYS_NOTHING =
      new CallAddress(Optional.empty(), Optional.empty());
}
