package dev.weir.proxy.surface;

import java.util.OptionalLong;

/** What a caller asks, as far as the path decides by it. */
public sealed interface Ask permits ChatAsk, CanonicalAsk, RealtimeAsk {

  /** Longer than any model's name; what is longer is text in the wrong place. */
  int MODEL_CHARACTERS_MAX = 256;

  String model();

  /** Whether the answer is wanted as events. */
  boolean stream();

  OptionalLong maxOutputTokens();

  /**
   * What goes to a provider.
   *
   * @param body as it came
   * @param length of it
   */
  Outgoing to(Destination destination, byte[] body, int length);
}
