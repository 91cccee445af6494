package dev.weir.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller on a bare socket, which writes, reads and hangs up when the test says so. */
final class BareCaller {

  private BareCaller() {}

  static Socket connect(TestGateway gateway) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  static void ask(Socket caller, String body) throws IOException {
    send(caller, request(body));
  }

  static String request(String body) {
    return head(body, "") + body;
  }

  static String head(String body, String more) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        + TestKeys.KEY.reveal()
        + "\r\n"
        + more
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n";
  }

  static void send(Socket caller, String text) throws IOException {
    caller.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads until this was read, and gives all that was. */
  static String readUntil(InputStream in, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the connection ended after: " + seen);
      }
      seen.append((char) next);
    }
    return seen.toString();
  }
}
