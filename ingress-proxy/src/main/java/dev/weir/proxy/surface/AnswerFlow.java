package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Refusal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** One shape of an answer: what may pass, when, and whether it is whole. */
public interface AnswerFlow {

  /**
   * Takes bytes (backed by an array) and gives what may pass now; what it gives may point into
   * them.
   */
  ByteBuffer accept(ByteBuffer bytes);

  /** No more bytes come: gives what was held. */
  ByteBuffer finish();

  /** How much it holds, all of which {@link #finish} looks at. */
  default long heldBytes() {
    return 0;
  }

  /**
   * How many characters of its text it may hold until its end, though what it gave went on: what a
   * translation says again at the end, or what is compared as a whole.
   */
  default long gatheredCharacters() {
    return 0;
  }

  /** Whether what came cannot be an answer. */
  boolean isBroken();

  /** Whether the answer is whole; to be asked after {@link #finish}. */
  boolean isWhole();

  AnswerFacts facts();

  /** Whether the event came that says that none comes after it. */
  default boolean isDone() {
    return false;
  }

  /** The same bytes where {@link #accept} reads them. */
  static ByteBuffer onHeap(ByteBuffer bytes) {
    return bytes.hasArray() ? bytes : ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  /** The provider's own word of what went wrong, where it gave one. */
  default Optional<AnswerEvent.Failed> failure() {
    return Optional.empty();
  }

  /** Whether what passes ends with the provider's own word of its failure, in its own dialect. */
  default boolean tellsFailure() {
    return false;
  }

  /** Whether the caller gets parts of a stream; else one document. */
  default boolean isStream() {
    return false;
  }

  /** Whether what the caller is told of tokens is Weir's estimate. */
  default boolean isEstimated() {
    return false;
  }

  /** This stream may be {@link #cutShort}; said before its first bytes. */
  default void expectCut(AnswerContext context) {}

  /**
   * What ends the stream now, after what has passed, as its dialect ends one that has met its limit
   * of output tokens; nothing where it cannot, and an error has to end it. Nothing passes
   * afterwards.
   */
  default Optional<ByteBuffer> cutShort() {
    return Optional.empty();
  }

  /**
   * What the caller gets of what passes and was recorded: what was masked in the prompt stands in
   * it again. May hold some of it back.
   */
  default ByteBuffer restored(ByteBuffer passed) {
    return passed;
  }

  /** The same of the last that passes, with what was held back. */
  default ByteBuffer restoredLast(ByteBuffer passed) {
    return passed;
  }

  /** Why a guard of the policy does not let more of it pass; nothing where none does. */
  default Optional<Refusal> blocked() {
    return Optional.empty();
  }

  /**
   * This is the answer that the caller gets, and its first bytes are about to go.
   *
   * @return what guards warn of so far
   */
  default List<String> begins() {
    return List.of();
  }

  /** The answer's media type, where it is not the provider's. */
  default Optional<String> contentType() {
    return Optional.empty();
  }
}
