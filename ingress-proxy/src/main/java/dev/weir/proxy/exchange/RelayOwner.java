package dev.weir.proxy.exchange;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.AnswerFlow;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;

/** What an attempt does for its relay. */
interface RelayOwner {

  String requestId();

  /** The head of the provider's answer came. */
  void answered(int status, HttpFields headers);

  /** Whether an answer with this status is not the caller's to see, since there is a next one. */
  boolean mayTryAgainAfter(int status);

  /** Whether this answer is the one for the caller; false where another one is. */
  boolean mayBegin();

  /** Runs what takes long on another thread than that of the connections. */
  void offload(Runnable task);

  /** Whether so much of the answer may be held back now; false where there is no room for it. */
  boolean mayHold(long bytes);

  /** Puts Weir's headers in front of the first byte. */
  void beforeFirstByte(HttpFields.Mutable headers);

  /** Notes what goes to the caller; false where it cannot be recorded and therefore not go. */
  boolean mayPass(ByteBuffer bytes, AnswerFlow flow);

  /**
   * Decides whether more of the answer is read: {@code go} or {@code cut} is run, now or later;
   * {@code pause} before that where it is later.
   */
  void readOn(AnswerFlow flow, Runnable go, Runnable pause, Consumer<Refusal> cut);

  /** What the end of a stream is written with where its credit may end before it; else nothing. */
  Optional<AnswerContext> mayBeCut();

  /** Nothing went to the caller yet, and nothing will. */
  void failed(Refusal refusal, boolean taken, AnswerFacts facts);

  /** The caller has seen the end, or is gone. */
  void ended(Ending ending);

  /** Another answer goes to the caller. */
  void lost(boolean taken, AnswerFacts facts);
}
