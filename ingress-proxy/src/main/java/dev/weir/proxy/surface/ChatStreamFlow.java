package dev.weir.proxy.surface;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.openai.ChatStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chat events on their way from Chat to Chat: each passes when it is whole. */
final class ChatStreamFlow implements AnswerFlow {

  private final ChatStream stream;
  private @Nullable AnswerContext cutContext;

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
  public void expectCut(AnswerContext context) {
    cutContext = context;
  }

  @Override
  public Optional<ByteBuffer> cutShort() {
    AnswerContext context = cutContext;
    if (context == null || isWhole() || isBroken()) {
      return Optional.empty();
    }
    EndingWriter writer =
        new EndingWriter(Dialects.of(DialectName.OPENAI_CHAT).streamWriter(context));
    var _ = writer.write(new AnswerEvent.Started("", facts().model(), 0));
    // The role was told already.
    var _ = writer.write(new AnswerEvent.TextDelta(0, ""));
    return Optional.of(writer.cut());
  }

  @Override
  public AnswerFacts facts() {
    return stream.facts();
  }
}
