package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.openai.ChatStream;
import java.nio.ByteBuffer;

/** An answer as events: each passes when it is whole. */
final class StreamFlow implements AnswerFlow {

  private final ChatStream stream;

  StreamFlow(boolean withoutUsage) {
    this.stream = new ChatStream(withoutUsage);
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    int from = bytes.arrayOffset() + bytes.position();
    return stream.accept(bytes.array(), from, from + bytes.remaining());
  }

  @Override
  public ByteBuffer finish() {
    return stream.finish();
  }

  @Override
  public boolean isBroken() {
    return stream.isBroken();
  }

  /** Whether the event came that says that none comes after it. */
  boolean isDone() {
    return stream.isDone();
  }

  /** Some providers leave {@code [DONE]} out; a finish reason ends an answer as well. */
  @Override
  public boolean isWhole() {
    return stream.isDone() || !stream.facts().finishReason().isEmpty();
  }

  @Override
  public AnswerFacts facts() {
    return stream.facts();
  }
}
