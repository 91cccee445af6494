package dev.weir.benchmarks.load;

import dev.weir.benchmarks.upstream.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Streams that have begun and then say nothing. Closing hangs them all up. */
public final class IdleStreams implements AutoCloseable {

  private static final int STREAMS_MAX = 4_000;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final byte[] EVENT = "data:".getBytes(StandardCharsets.US_ASCII);

  private final List<Socket> sockets = new ArrayList<>();

  private IdleStreams() {}

  /**
   * Opens them one after the other; each has shown its first event before the next is asked for.
   */
  public static IdleStreams open(Endpoint endpoint, int count) throws IOException {
    if (count > STREAMS_MAX) {
      throw new IllegalArgumentException("more than " + STREAMS_MAX + " streams: " + count);
    }
    byte[] request = ChatRequest.stream("idle", "bench").bytes(endpoint);
    IdleStreams streams = new IdleStreams();
    try {
      for (int i = 0; i < count; i++) {
        streams.open(endpoint, request);
      }
      return streams;
    } catch (IOException e) {
      streams.close();
      throw new IOException("idle stream " + streams.sockets.size() + ": " + e.getMessage(), e);
    }
  }

  private void open(Endpoint endpoint, byte[] request) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(endpoint.address(), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.getOutputStream().write(request);
    awaitEvent(socket.getInputStream());
  }

  private static void awaitEvent(InputStream in) throws IOException {
    byte[] seen = new byte[16 * 1024];
    int length = 0;
    while (Bytes.indexOf(seen, 0, length, EVENT) < 0) {
      int count = in.read(seen, length, seen.length - length);
      if (count <= 0) {
        throw new IOException(
            "no event in: " + new String(seen, 0, Math.min(length, 300), StandardCharsets.UTF_8));
      }
      length += count;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
