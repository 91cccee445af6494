package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.AnswerFlow;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** An answer that is another one but for some of what it gives. */
abstract class FlowOver implements AnswerFlow {

  private final AnswerFlow inner;

  FlowOver(AnswerFlow inner) {
    this.inner = inner;
  }

  final AnswerFlow inner() {
    return inner;
  }

  @Override
  public long heldBytes() {
    return inner.heldBytes();
  }

  @Override
  public long gatheredCharacters() {
    return inner.gatheredCharacters();
  }

  @Override
  public boolean isBroken() {
    return inner.isBroken();
  }

  @Override
  public boolean isWhole() {
    return inner.isWhole();
  }

  @Override
  public Optional<Refusal> blocked() {
    return inner.blocked();
  }

  @Override
  public List<String> begins() {
    return inner.begins();
  }

  @Override
  public boolean isDone() {
    return inner.isDone();
  }

  @Override
  public AnswerFacts facts() {
    return inner.facts();
  }

  @Override
  public Optional<AnswerEvent.Failed> failure() {
    return inner.failure();
  }

  @Override
  public boolean tellsFailure() {
    return inner.tellsFailure();
  }

  @Override
  public boolean isStream() {
    return inner.isStream();
  }

  @Override
  public boolean isEstimated() {
    return inner.isEstimated();
  }

  @Override
  public void expectCut(AnswerContext context) {
    inner.expectCut(context);
  }

  @Override
  public Optional<ByteBuffer> cutShort() {
    return inner.cutShort();
  }

  @Override
  public Optional<String> contentType() {
    return inner.contentType();
  }
}
