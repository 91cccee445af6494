package dev.weir.proxy.guard;

import dev.weir.dialects.text.TextStream;
import dev.weir.proxy.surface.AnswerFlow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A stream whose caller gets the prompt's values back; what passes and is recorded has none. */
final class RestoredStream extends FlowOver {

  private final TextStream texts;

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
  public ByteBuffer restored(ByteBuffer passed) {
    return texts.accept(passed);
  }

  @Override
  public ByteBuffer restoredLast(ByteBuffer passed) {
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
