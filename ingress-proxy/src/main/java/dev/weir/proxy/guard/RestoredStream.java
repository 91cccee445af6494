package dev.weir.proxy.guard;

import dev.weir.dialects.text.TextStream;
import dev.weir.proxy.surface.AnswerFlow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A stream whose caller gets the prompt's values back; what passes and is recorded has none. What
 * ends it, a timeout or an order to stop, may do so on another thread while more is being restored:
 * the end waits for that, and nothing comes after it.
 */
final class RestoredStream extends FlowOver {

  private final TextStream texts;
  private boolean ended;

  RestoredStream(AnswerFlow inner, TextStream texts) {
    super(inner);
    this.texts = texts;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    return inner().accept(bytes);
  }

  @Override
  public ByteBuffer finish() {
    return inner().finish();
  }

  @Override
  public synchronized ByteBuffer restored(ByteBuffer passed) {
    return ended ? GuardedFlow.NOTHING : texts.accept(passed);
  }

  @Override
  public synchronized ByteBuffer restoredLast(ByteBuffer passed) {
    if (ended) {
      return passed;
    }
    ended = true;
    ByteBuffer last = texts.accept(passed);
    ByteBuffer held = texts.finish();
    if (!held.hasRemaining()) {
      return last;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream(last.remaining() + held.remaining());
    both.write(last.array(), last.arrayOffset() + last.position(), last.remaining());
    both.write(held.array(), held.arrayOffset() + held.position(), held.remaining());
    return ByteBuffer.wrap(both.toByteArray());
  }
}
