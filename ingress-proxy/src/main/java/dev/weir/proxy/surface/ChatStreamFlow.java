package dev.weir.proxy.surface;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.openai.ChatStream;
import java.nio.ByteBuffer;

/** Chat events on their way from Chat to Chat: each passes when it is whole. */
final class ChatStreamFlow implements AnswerFlow {

  private final ChatStream stream;

  ChatStreamFlow(boolean withoutUsage) {
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

  @Override
  public boolean isDone() {
    return stream.isDone();
  }

  @Override
  public boolean isStream() {
    return true;
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
