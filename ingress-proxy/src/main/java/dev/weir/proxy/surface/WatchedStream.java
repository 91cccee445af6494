package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A stream's parts pass as they are, each when it is whole, and are read beside that. */
final class WatchedStream implements AnswerFlow {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final StreamReader reader;
  private final WholeParts parts;
  private final FactsCollector facts = new FactsCollector();

  WatchedStream(StreamReader reader, WholeParts parts) {
    this.reader = reader;
    this.parts = parts;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    int from = bytes.arrayOffset() + bytes.position();
    reader.accept(bytes.array(), from, from + bytes.remaining(), facts::take);
    return parts.pass(bytes);
  }

  @Override
  public ByteBuffer finish() {
    reader.end(facts::take);
    return isWhole() ? parts.rest() : NOTHING;
  }

  /** The provider's own error event passes like any other. */
  @Override
  public boolean isBroken() {
    return parts.areBroken();
  }

  @Override
  public boolean isDone() {
    return facts.isFinished();
  }

  @Override
  public boolean isWhole() {
    return facts.isFinished() || tellsFailure();
  }

  @Override
  public boolean tellsFailure() {
    return facts.isToldToFail();
  }

  @Override
  public Optional<AnswerEvent.Failed> failure() {
    return facts.failure().filter(_ -> facts.isToldToFail());
  }

  @Override
  public boolean isStream() {
    return true;
  }

  @Override
  public AnswerFacts facts() {
    return facts.facts();
  }
}
