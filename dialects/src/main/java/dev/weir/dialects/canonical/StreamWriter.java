package dev.weir.dialects.canonical;

/**
 * Writes one answer as it happens. Used by one thread at a time. After {@link AnswerEvent.Failed} a
 * stream has its dialect's error event and no terminator.
 */
public interface StreamWriter {

  /** The bytes for the next event; empty where it says nothing yet in this dialect. */
  byte[] write(AnswerEvent event);

  /** The terminator, and what was held back; empty where the dialect has none. */
  byte[] end();
}
