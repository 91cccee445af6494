package dev.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that send one byte after the other. */
final class SlowHeadTest {

  private static final int IDLE_MILLIS = 3_000;
  private static final int BETWEEN_BYTES_MILLIS = 50;

  /** Many times as many bytes as come in the idle time. */
  private static final int BYTES_MAX = 1_200;

  private final Server server = new Server();
  private final NearConnector connector =
      new NearConnector(server, 1, new ConnectionRoom(100), new HttpConnectionFactory());

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            request.addIdleTimeoutListener(_ -> false);
            if (request.getLength() > 0) {
              NearConnector.serves(
                  request.getConnectionMetaData().getConnection().getEndPoint(), true);
              Content.Source.asString(
                  request,
                  StandardCharsets.UTF_8,
                  Promise.from(_ -> callback.succeeded(), callback::failed));
            } else {
              callback.succeeded();
            }
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void doNotKeepTheirConnection() throws IOException {
    try (Socket caller = connect()) {
      send(caller, "GET / HTTP/1.1\r\nHost: x\r\nx-slow: ");

      assertThat(isEndedWhileItSends(caller)).isTrue();
    }
  }

  @Test
  void doNotKeepItAfterARequestThatWasAnswered() throws IOException {
    try (Socket caller = connect()) {
      send(caller, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(caller.getInputStream().read()).isEqualTo('H');
      send(caller, "GET / HTTP/1.1\r\nHost: x\r\nx-slow: ");

      assertThat(isEndedWhileItSends(caller)).isTrue();
    }
  }

  @Test
  void keepItWhileABodyComesThatHasADeadlineOfItsOwn() throws IOException {
    int length = 2 * IDLE_MILLIS / BETWEEN_BYTES_MILLIS;
    try (Socket caller = connect()) {
      send(caller, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
      caller.setSoTimeout(BETWEEN_BYTES_MILLIS);
      for (int i = 1; i < length; i++) {
        assertThat(hasEnded(caller)).isFalse();
        send(caller, "a");
      }
      caller.setSoTimeout(30_000);
      send(caller, "a");

      assertThat(caller.getInputStream().read()).isEqualTo('H');
    }
  }

  private static boolean hasEnded(Socket caller) throws IOException {
    try {
      return caller.getInputStream().read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private static boolean isEndedWhileItSends(Socket caller) throws IOException {
    InputStream in = caller.getInputStream();
    caller.setSoTimeout(BETWEEN_BYTES_MILLIS);
    for (int i = 0; i < BYTES_MAX; i++) {
      try {
        send(caller, "a");
        while (in.read() >= 0) {
          // What the server says of it is not what is asked here.
        }
        return true;
      } catch (SocketTimeoutException _) {
        // The next byte is due.
      } catch (SocketException _) {
        return true;
      }
    }
    return false;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void send(Socket caller, String text) throws IOException {
    caller.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
