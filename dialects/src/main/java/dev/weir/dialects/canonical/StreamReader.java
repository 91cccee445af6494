package dev.weir.dialects.canonical;

import java.util.function.Consumer;

/**
 * Reads one answer as it arrives, in pieces of any size. Used by one thread at a time. Once it has
 * said {@link AnswerEvent.Failed} it says nothing more.
 */
public interface StreamReader {

  /** Takes the next bytes, which stay the caller's. */
  void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> sink);

  /** The bytes have ended. */
  void end(Consumer<AnswerEvent> sink);

  /**
   * The provider's word for an end that has come and waits to be told: where the bytes break off
   * before their own end, the answer was whole all the same. Empty where none waits.
   */
  default String waitingReason() {
    return "";
  }
}
