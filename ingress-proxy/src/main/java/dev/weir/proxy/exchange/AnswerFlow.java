package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;

/** One shape of an answer: what may pass, when, and whether it is whole. */
interface AnswerFlow {

  /**
   * Takes bytes (backed by an array) and gives what may pass now; what it gives may point into
   * them.
   */
  ByteBuffer accept(ByteBuffer bytes);

  /** No more bytes come: gives what was held. */
  ByteBuffer finish();

  /** Whether what came cannot be an answer. */
  boolean isBroken();

  /** Whether the answer is whole; to be asked after {@link #finish}. */
  boolean isWhole();

  AnswerFacts facts();
}
