package dev.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that want more connections than there are. */
final class ConnectionRoomTest {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final Server server = new Server();
  private final ConnectionRoom room = new ConnectionRoom(2);
  private final NearConnector connector =
      new NearConnector(server, 1, room, new HttpConnectionFactory());
  private final BlockingQueue<Callback> held = new LinkedBlockingQueue<>();
  private final List<Socket> callers = new ArrayList<>();
  private int port;

  /** Answers what is asked for at /now; the rest waits in {@link #held}. */
  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            NearConnector.serves(endPoint, true);
            Callback done =
                Callback.from(
                    () -> {
                      NearConnector.serves(endPoint, false);
                      callback.succeeded();
                    },
                    callback::failed);
            if (request.getHttpURI().getPath().equals("/now")) {
              done.succeeded();
            } else {
              held.add(done);
            }
            return true;
          }
        });
    server.start();
    port = connector.getLocalPort();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket caller : callers) {
      caller.close();
    }
    server.stop();
  }

  @Test
  void waitUntilAnotherIsGone() throws Exception {
    Socket first = ask("/held");
    Socket second = ask("/held");
    Callback one = held.take();
    Callback two = held.take();

    Socket third = ask("/now");
    await(() -> room.timesFull() == 1);
    assertThat(room.count()).isEqualTo(2);
    one.succeeded();
    two.succeeded();
    assertThat(isAnswered(first)).isTrue();
    first.close();

    assertThat(isAnswered(third)).isTrue();
    assertThat(isAnswered(second)).isTrue();
    assertThat(room.count()).isLessThanOrEqualTo(2);
  }

  @Test
  void takeThePlaceOfOneThatAsksNothing() throws Exception {
    Socket first = ask("/now");
    assertThat(isAnswered(first)).isTrue();
    Socket second = ask("/held");
    Callback busy = held.take();

    Socket third = ask("/now");

    assertThat(isAnswered(third)).isTrue();
    assertThat(first.getInputStream().read()).isEqualTo(-1);
    assertThat(room.idleClosed()).isEqualTo(1);
    busy.succeeded();
    assertThat(isAnswered(second)).isTrue();
  }

  @Test
  void takeThePlaceOfOneThatNeverAsked() throws Exception {
    Socket first = connect();
    Socket second = connect();
    await(() -> room.count() == 2);

    Socket third = ask("/now");

    assertThat(isAnswered(third)).isTrue();
    assertThat(first.getInputStream().read()).isEqualTo(-1);
    assertThat(second.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void findRoomAgainAndAgain() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Socket caller = ask("/now")) {
        assertThat(isAnswered(caller)).isTrue();
      }
    }
    await(() -> room.count() == 0);
  }

  @Test
  void findNobodyOnceTheConnectorIsClosed() throws Exception {
    Socket first = ask("/held");
    Socket second = ask("/held");
    Callback one = held.take();
    Callback two = held.take();
    callers.add(ask("/now"));
    await(() -> room.timesFull() == 1);

    connector.close();
    one.succeeded();
    two.succeeded();

    assertThat(isAnswered(first)).isTrue();
    assertThat(isAnswered(second)).isTrue();
    first.close();
    second.close();
    await(() -> room.count() == 0);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  private Socket connect() throws IOException {
    Socket caller = new Socket(InetAddress.getLoopbackAddress(), port);
    callers.add(caller);
    caller.setSoTimeout(TIMEOUT_MILLIS);
    return caller;
  }

  private Socket ask(String path) throws IOException {
    Socket caller = connect();
    caller
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return caller;
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("nanoseconds too late").isNegative();
      Thread.onSpinWait();
    }
  }

  /** Reads the head of an answer, which has no body. */
  private static boolean isAnswered(Socket caller) throws IOException {
    StringBuilder head = new StringBuilder();
    int read = 0;
    while (read >= 0 && head.indexOf("\r\n\r\n") < 0) {
      read = caller.getInputStream().read();
      head.append((char) read);
    }
    return head.toString().startsWith("HTTP/1.1 200");
  }
}
