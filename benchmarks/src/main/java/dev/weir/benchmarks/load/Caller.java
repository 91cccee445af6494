package dev.weir.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection to an endpoint, with at most one request under way. */
final class Caller implements AutoCloseable {

  /** How a read left the exchange. */
  enum Progress {
    UNDER_WAY,
    ENDED,
    HUNG_UP
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer request;
  private final ResponseReader reader = new ResponseReader();

  private Caller(SocketChannel channel, SelectionKey key, ByteBuffer request) {
    this.channel = channel;
    this.key = key;
    this.request = request;
  }

  /** Connects, and waits for it, which on loopback is a matter of microseconds. */
  static Caller connect(Endpoint endpoint, byte[] request, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(endpoint.address(), 5_000);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      ByteBuffer bytes = ByteBuffer.allocateDirect(request.length).put(request).flip();
      return new Caller(channel, channel.register(selector, SelectionKey.OP_READ), bytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What the selector's key carries for this connection. */
  void attach(Object owner) {
    key.attach(owner);
  }

  /** Sends the request. It fits into an empty socket buffer; where it does not, the call fails. */
  void send() throws IOException {
    request.rewind();
    channel.write(request);
    if (request.hasRemaining()) {
      throw new IOException("the socket took only a part of the request");
    }
  }

  /** Reads what is there, up to the end of a response. */
  Progress receive(ByteBuffer shared, ResponseReader.Body body) throws IOException {
    shared.clear();
    if (channel.read(shared) < 0) {
      return Progress.HUNG_UP;
    }
    return reader.read(shared.flip(), body) ? Progress.ENDED : Progress.UNDER_WAY;
  }

  /** The status of the last response. */
  int status() {
    return reader.status();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
