package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One document, held until it is whole, so that half of one is an error with a status. */
final class WatchedDocument implements AnswerFlow {

  /** A larger answer cannot be one of text; what generates images has surfaces of its own. */
  static final int BYTES_MAX = 16 * 1024 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Dialect dialect;
  private final HeldBytes held = new HeldBytes(BYTES_MAX);
  private final FactsCollector facts = new FactsCollector();

  WatchedDocument(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    held.add(bytes);
    return NOTHING;
  }

  @Override
  public ByteBuffer finish() {
    byte[] document = held.take();
    dialect.readDocument(document).forEach(facts::take);
    return ByteBuffer.wrap(document);
  }

  @Override
  public boolean isBroken() {
    return held.areTooMany();
  }

  @Override
  public boolean isWhole() {
    return !facts.hasFailed() || tellsFailure();
  }

  @Override
  public boolean tellsFailure() {
    return facts.isToldToFail();
  }

  @Override
  public Optional<AnswerEvent.Failed> failure() {
    return facts.failure();
  }

  @Override
  public AnswerFacts facts() {
    return facts.facts();
  }
}
