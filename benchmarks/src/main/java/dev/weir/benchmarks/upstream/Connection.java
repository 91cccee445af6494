package dev.weir.benchmarks.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One caller of the upstream: the bytes it has sent, and the bytes it has not yet taken. */
final class Connection {

  /** The largest request; a larger one is refused. */
  static final int REQUEST_BYTES_MAX = 32 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final byte[] received = new byte[REQUEST_BYTES_MAX];
  private int length;
  private ByteBuffer unsent = NOTHING;

  Connection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Reads what is there through the loop's shared buffer.
   *
   * @return false when the caller has gone
   */
  boolean receive(ByteBuffer shared) throws IOException {
    shared.clear().limit(Math.min(shared.capacity(), received.length - length));
    int count = channel.read(shared);
    if (count < 0) {
      return false;
    }
    shared.flip().get(received, length, count);
    length += count;
    return true;
  }

  byte[] received() {
    return received;
  }

  int length() {
    return length;
  }

  boolean full() {
    return length == received.length;
  }

  /** Forgets a request that has been answered. */
  void consume(int bytes) {
    length -= bytes;
    System.arraycopy(received, bytes, received, 0, length);
  }

  boolean writable() {
    return !unsent.hasRemaining();
  }

  /** Writes, and keeps a copy of what the socket does not take. */
  void send(ByteBuffer bytes) throws IOException {
    if (writable()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unsent =
          ByteBuffer.allocate(unsent.remaining() + bytes.remaining()).put(unsent).put(bytes).flip();
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  void sendUnsent() throws IOException {
    channel.write(unsent);
    if (writable()) {
      unsent = NOTHING;
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  boolean open() {
    return channel.isOpen();
  }

  void close() throws IOException {
    channel.close();
  }
}
