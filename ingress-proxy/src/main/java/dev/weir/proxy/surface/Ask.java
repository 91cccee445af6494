package dev.weir.proxy.surface;

import dev.weir.governance.routing.RouteNeeds;
import java.util.OptionalLong;

/** What a caller asks, as far as the path decides by it. */
public sealed interface Ask permits ChatAsk, CanonicalAsk {

  /** Longer than any model's name; what is longer is text in the wrong place. */
  int MODEL_CHARACTERS_MAX = 256;

  String model();

  /** Whether the answer is wanted as events. */
  boolean stream();

  OptionalLong maxOutputTokens();

  /**
   * What it asks of a model. Made with some work, for routes that decide by it.
   *
   * @param bodyBytes the length of its body
   */
  RouteNeeds needs(int bodyBytes);

  /**
   * What goes to a provider.
   *
   * @param body as it came
   * @param length of it
   */
  Outgoing to(Destination destination, byte[] body, int length);
}
