package dev.weir.proxy.guard;

import dev.weir.proxy.surface.AnswerFlow;
import java.nio.ByteBuffer;

/** An answer that no guard can read: it passes and its record says so, unless one fails closed. */
final class UnreadAnswer extends GuardedFlow {

  UnreadAnswer(AnswerFlow inner, AnswerGuards guards) {
    super(inner, guards);
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    return noted(inner().accept(bytes));
  }

  @Override
  public ByteBuffer finish() {
    return noted(inner().finish());
  }

  private ByteBuffer noted(ByteBuffer out) {
    inspection().unread(out.remaining());
    return isBlocked() ? NOTHING : out;
  }
}
