package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.routing.RouteNeeds;
import java.util.OptionalLong;
import java.util.Set;

/** What a caller asks, as far as the path decides by it. */
public sealed interface Ask
    permits ChatAsk, CanonicalAsk, EmbeddingAsk, CountAsk, PassageAsk, RealtimeAsk {

  /** Longer than any model's name; what is longer is text in the wrong place. */
  int MODEL_CHARACTERS_MAX = 256;

  String model();

  /** Whether the answer is wanted as events. */
  boolean stream();

  /** What the answer may have at most, as far as the request says it. */
  OptionalLong maxOutputTokens();

  /** How much its model is to think before it answers. */
  default Reasoning reasoning() {
    return Reasoning.UNSAID;
  }

  /**
   * Tokens of the request: reserved before the call, and charged where the provider does not count.
   *
   * @param bodyBytes of the request
   */
  default long inputEstimate(int bodyBytes) {
    return TokenEstimate.ofRequest(bodyBytes);
  }

  /** How many bytes of the request, and how many of its answer, are recorded; the rest is not. */
  default int recordedBytesMax() {
    return Integer.MAX_VALUE;
  }

  /**
   * What it asks of a model. Made with some work, for routes that decide by it.
   *
   * @param bodyBytes the length of its body
   */
  default RouteNeeds needs(int bodyBytes) {
    return new RouteNeeds(inputEstimate(bodyBytes), maxOutputTokens(), Set.of());
  }

  /**
   * What the user said last, for routes that decide by it; empty where it says nothing in words.
   * Made with some work.
   *
   * @param body as it came
   * @param length of it
   */
  default String said(byte[] body, int length) {
    return "";
  }

  /** No further attempt comes: what was kept for it is not needed. */
  default void forget() {}

  /**
   * What goes to a provider.
   *
   * @param body as it came
   * @param length of it
   */
  Outgoing to(Destination destination, byte[] body, int length);
}
