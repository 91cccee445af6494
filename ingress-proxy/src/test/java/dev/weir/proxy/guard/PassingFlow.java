package dev.weir.proxy.guard;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.proxy.surface.AnswerFlow;
import java.nio.ByteBuffer;

/** An answer that passes as it comes. */
class PassingFlow implements AnswerFlow {

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    return bytes;
  }

  @Override
  public ByteBuffer finish() {
    return ByteBuffer.allocate(0);
  }

  @Override
  public boolean isBroken() {
    return false;
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public AnswerFacts facts() {
    return AnswerFacts.NOTHING;
  }
}
