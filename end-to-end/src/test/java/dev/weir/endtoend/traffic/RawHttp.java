package dev.weir.endtoend.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A caller that writes bytes as it likes, since no client library sends what is wrong. */
final class RawHttp implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ANSWER_MAX_BYTES = 1 << 20;

  private final Socket socket;

  RawHttp(URI gateway) throws IOException {
    this.socket = new Socket(gateway.getHost(), gateway.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  static String post(String key, int length) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer "
        + key
        + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawHttp send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends up to this many bytes and stops when the other side has closed. */
  RawHttp sendUntilRefused(long bytes) {
    byte[] block = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
    try {
      for (long sent = 0; sent < bytes; sent += block.length) {
        send(block);
      }
    } catch (IOException e) {
      // Refused before the end: the answer, if it got through, is read next.
    }
    return this;
  }

  /** Sends a text and its end of headers, as far as the other side takes them. */
  RawHttp sendUntilRefusedText(String text) {
    try {
      return send(text + "\r\n");
    } catch (IOException e) {
      return this;
    }
  }

  /** Everything until the other side closes; what came before a reset counts. */
  String answer() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0 && all.size() < ANSWER_MAX_BYTES; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (java.net.SocketException e) {
      // A reset after the answer.
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Reads until the text has come. */
  void awaitText(String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1024];
    while (seen.indexOf(text) < 0) {
      int n = in.read(buffer);
      if (n < 0) {
        throw new AssertionError("closed before '" + text + "' came: " + seen);
      }
      seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
