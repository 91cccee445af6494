package dev.weir.proxy.surface;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.openai.ChatAnswer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An answer in one piece of JSON. Held until it is whole, so that half an answer is an error with a
 * status of its own; beyond {@link #HELD_BYTES_MAX} it passes as it comes.
 */
final class ChatDocumentFlow implements AnswerFlow {

  static final int HELD_BYTES_MAX = 256 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] EMPTY = new byte[0];

  private final ChatAnswer answer = new ChatAnswer();
  private byte[] held = EMPTY;
  private int length;
  private boolean passing;
  private boolean whole;

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    int from = bytes.arrayOffset() + bytes.position();
    answer.accept(bytes.array(), from, from + bytes.remaining());
    if (passing) {
      return bytes;
    }
    hold(bytes);
    if (length <= HELD_BYTES_MAX) {
      return NOTHING;
    }
    passing = true;
    return take();
  }

  private void hold(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (length + more > held.length) {
      held = Arrays.copyOf(held, length == 0 ? more : Math.max(length + more, 2 * held.length));
    }
    bytes.get(held, length, more);
    length += more;
  }

  private ByteBuffer take() {
    ByteBuffer taken = ByteBuffer.wrap(held, 0, length);
    held = EMPTY;
    length = 0;
    return taken;
  }

  @Override
  public ByteBuffer finish() {
    whole = answer.isWhole();
    return take();
  }

  @Override
  public boolean isBroken() {
    return false;
  }

  @Override
  public boolean isWhole() {
    return whole;
  }

  @Override
  public AnswerFacts facts() {
    return answer.facts();
  }
}
