package dev.weir.proxy.surface;

import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;

/** An answer of any kind that passes as it comes, up to a limit. */
final class PassedAnswer implements AnswerFlow {

  /** No file of a batch or a film is longer; what is, ends at once. */
  static final long BYTES_MAX = 512L * 1024 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final UsageWatch watch;
  private final WholeEvents events = new WholeEvents();
  private long passed;

  PassedAnswer(UsageWatch watch) {
    this.watch = watch;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    passed += bytes.remaining();
    if (isBroken()) {
      return NOTHING;
    }
    watch.accept(bytes);
    return isStream() ? events.pass(bytes) : bytes;
  }

  @Override
  public ByteBuffer finish() {
    watch.end();
    return events.rest();
  }

  @Override
  public boolean isBroken() {
    return passed > BYTES_MAX || events.areBroken();
  }

  /** Its framing has ended, and nothing else tells. */
  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public boolean isStream() {
    return watch instanceof UsageWatch.InStream;
  }

  @Override
  public AnswerFacts facts() {
    return watch.facts();
  }
}
