package dev.weir.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A caller with a WebSocket: the JDK's own client. */
final class SocketCaller implements WebSocket.Listener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private volatile String reason = "";

  private SocketCaller(HttpClient client, TestGateway gateway, String path, String... offers) {
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(60));
    if (offers[0].isEmpty()) {
      builder.header("Authorization", "Bearer " + offers[1]);
    } else {
      builder.subprotocols(offers[0], offers[1]);
    }
    URI uri = URI.create("ws://127.0.0.1:" + gateway.port() + path);
    this.socket = builder.buildAsync(uri, this).join();
  }

  /** With the key in the header. */
  static SocketCaller open(HttpClient client, TestGateway gateway, String path, String key) {
    return new SocketCaller(client, gateway, path, "", key);
  }

  /** As a browser does it. */
  static SocketCaller browser(
      HttpClient client, TestGateway gateway, String path, String first, String second) {
    return new SocketCaller(client, gateway, path, first, second);
  }

  /** The status of a handshake that must not succeed. */
  static int refused(HttpClient client, TestGateway gateway, String path, String key) {
    try (SocketCaller _ = open(client, gateway, path, key)) {
      throw new AssertionError("the socket opened");
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  void say(String text, boolean last) {
    socket.sendText(text, last).join();
  }

  void sayBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  void ping(String payload) {
    socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
  }

  String pong() throws InterruptedException {
    String pong = pongs.poll(60, TimeUnit.SECONDS);
    if (pong == null) {
      throw new AssertionError("no pong came");
    }
    return pong;
  }

  /** Waits for the next message. */
  String text() throws InterruptedException {
    String next = messages.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message came; closed with " + closed + " " + reason);
    }
    return next;
  }

  /** The next message as JSON. */
  JsonNode event() throws Exception {
    return JSON.readTree(text());
  }

  /** Waits for a message of that type and skips others. */
  JsonNode event(String type) throws Exception {
    while (true) {
      JsonNode event = event();
      if (type.equals(event.path("type").asText())) {
        return event;
      }
    }
  }

  int closed() throws InterruptedException {
    Integer code = closed.poll(10, TimeUnit.SECONDS);
    if (code == null) {
      throw new AssertionError("the socket stayed open");
    }
    return code;
  }

  String reason() {
    return reason;
  }

  void leave() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  void abort() {
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    pongs.add(new String(bytes, StandardCharsets.UTF_8));
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
    reason = why;
    closed.add(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    reason = String.valueOf(error.getMessage());
    closed.add(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
