package dev.weir.proxy.record;

import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Prompt;
import java.nio.ByteBuffer;

/** The record of one exchange, from its prompt to its end. Safe for use by many threads. */
public interface ExchangeRecord {

  /** The fields of a prompt; the content is sealed and put in here. */
  interface PromptFields {

    /** Fills all but eventId, requestId and content. */
    Prompt.Builder fill(Prompt.Builder prompt);
  }

  /**
   * Writes the prompt.
   *
   * @param told hears of the log's acknowledgement
   * @return whether it is kept locally; where it is not, nobody is told
   */
  boolean prompt(PromptFields fields, byte[] body, int length, EventLog.Told told);

  /**
   * Notes bytes that go to the caller; they are copied.
   *
   * @param offsetMicros since the request was received
   * @param answerTokens what the text that came so far usually comes to; negative where nobody
   *     counts
   * @return false where they cannot be recorded
   */
  boolean relayed(ByteBuffer bytes, int attempt, long offsetMicros, long answerTokens);

  /** Writes what is older than the age of a frame. */
  void flushAged(long nowNanos);

  /** Whether there is room for what else the exchange writes, up to its end. */
  boolean holdsRoom();

  /** Writes the last frame and gives the room back. */
  void end(int attempt, ExchangeEnd end);
}
