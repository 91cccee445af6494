package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream's parts pass as they are, each when it is whole, and are read beside that. One that may
 * be cut is also written beside that: what ends it depends on what is open in it.
 */
final class WatchedStream implements AnswerFlow {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final StreamReader reader;
  private final WholeParts parts;
  private final FactsCollector facts = new FactsCollector();

  private final Dialect dialect;
  private @Nullable EndingWriter beside;

  WatchedStream(Dialect dialect, WholeParts parts) {
    this.dialect = dialect;
    this.reader = dialect.streamReader();
    this.parts = parts;
  }

  @Override
  public void expectCut(AnswerContext context) {
    beside = new EndingWriter(dialect.streamWriter(context));
  }

  private void take(AnswerEvent event) {
    facts.take(event);
    if (beside != null) {
      var _ = beside.write(event);
    }
  }

  @Override
  public Optional<ByteBuffer> cutShort() {
    return facts.isFinished() || facts.hasFailed()
        ? Optional.empty()
        : Optional.ofNullable(beside).map(EndingWriter::cut);
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    int from = bytes.arrayOffset() + bytes.position();
    reader.accept(bytes.array(), from, from + bytes.remaining(), this::take);
    return parts.pass(bytes);
  }

  @Override
  public ByteBuffer finish() {
    reader.end(this::take);
    return isWhole() ? parts.rest() : NOTHING;
  }

  @Override
  public long gatheredCharacters() {
    return beside == null ? 0 : facts.textCharacters();
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
