package dev.weir.proxy.socket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts one message together from its frames. Holds nothing between messages. */
final class MessageAssembly {

  /** What became of a frame. */
  enum Added {
    MORE_TO_COME,
    WHOLE,
    TOO_LARGE,
    TOO_MANY_FRAMES,
    NO_ROOM
  }

  private static final byte[] EMPTY = new byte[0];
  private static final int FIRST_BYTES = 1024;

  private final SocketLimits limits;
  private final MessageRoom room;
  private byte[] bytes = EMPTY;
  private int length;
  private int frames;

  MessageAssembly(SocketLimits limits, MessageRoom room) {
    this.limits = limits;
    this.room = room;
  }

  /** Copies the payload; after another answer than the first two, the message is lost. */
  synchronized Added add(ByteBuffer payload, boolean last) {
    frames++;
    int more = payload.remaining();
    if (more > limits.messageBytesMax() - length) {
      drop();
      return Added.TOO_LARGE;
    }
    if (frames > limits.fragmentsMax()) {
      drop();
      return Added.TOO_MANY_FRAMES;
    }
    if (!hasSpace(length + more, last)) {
      drop();
      return Added.NO_ROOM;
    }
    payload.get(bytes, length, more);
    length += more;
    return last ? Added.WHOLE : Added.MORE_TO_COME;
  }

  private boolean hasSpace(int needed, boolean last) {
    if (needed <= bytes.length) {
      return true;
    }
    int doubled =
        (int) Math.min(Math.max(2L * bytes.length, FIRST_BYTES), limits.messageBytesMax());
    int size = last && bytes.length == 0 ? needed : Math.max(needed, doubled);
    if (!room.claim(size - bytes.length)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, size);
    return true;
  }

  /** The whole message, which takes its claim along. */
  synchronized TextMessage take() {
    TextMessage message = new TextMessage(bytes, length, room, bytes.length);
    forget();
    return message;
  }

  /** Whether what is held is valid UTF-8, as RFC 6455, section 8.1, asks of text. */
  synchronized boolean isUtf8() {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CharBuffer scratch = CharBuffer.allocate(Math.min(length + 1, 1024));
    while (true) {
      CoderResult result = decoder.decode(in, scratch, true);
      if (!result.isOverflow()) {
        return result.isUnderflow();
      }
      scratch.clear();
    }
  }

  /** Gives up what came of a message. */
  synchronized void drop() {
    room.release(bytes.length);
    forget();
  }

  private void forget() {
    bytes = EMPTY;
    length = 0;
    frames = 0;
  }
}
