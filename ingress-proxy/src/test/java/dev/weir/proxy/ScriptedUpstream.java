package dev.weir.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that does, on a bare socket, what a test's script says. */
final class ScriptedUpstream implements AutoCloseable {

  /** What to do with one request; the connection is closed where it returns false. */
  interface Script {
    boolean serve(Asked asked, OutputStream out) throws IOException, InterruptedException;
  }

  /** A request as it came over the wire. */
  record Asked(String head, String body) {

    boolean hasHeader(String name) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
    }
  }

  private final ServerSocket server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Semaphore requests = new Semaphore(0);
  private final Semaphore hangUps = new Semaphore(0);
  private volatile Script script;

  ScriptedUpstream(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  Script script() {
    return script;
  }

  void script(Script next) {
    script = next;
  }

  List<Asked> asked() {
    return asked;
  }

  int connections() {
    return connections.get();
  }

  /** Waits for the next request that no call has waited for yet. */
  void awaitRequest() throws InterruptedException {
    if (!requests.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came");
    }
  }

  /**
   * Waits until the gateway has closed a connection on which this provider waits for more, which it
   * does as soon as a script has returned true.
   */
  void awaitHangUp() throws InterruptedException {
    if (!hangUps.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the gateway kept its connections");
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Asked next = read(in);
        // Before anybody hears of the request: a test may set the script for the next one then.
        Script now = script;
        asked.add(next);
        requests.release();
        if (!now.serve(next, socket.getOutputStream())) {
          return;
        }
      }
    } catch (IOException | InterruptedException gone) {
      // The caller of this provider hung up.
      hangUps.release();
    }
  }

  private static Asked read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    int length = 0;
    for (String line : text.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    return new Asked(text, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /** Answers with JSON and keeps the connection. */
  static Script json(int status, String body) {
    return (_, out) -> {
      write(out, response(status, "application/json", body));
      return true;
    };
  }

  /** Answers with these events in chunks and keeps the connection. */
  static Script events(String... events) {
    return (_, out) -> {
      startStream(out);
      for (String event : events) {
        chunk(out, event);
      }
      write(out, "0\r\n\r\n");
      return true;
    };
  }

  static String response(int status, String type, String body) {
    return "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, type, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  static void startStream(OutputStream out) throws IOException {
    startStream(out, "text/event-stream");
  }

  static void startStream(OutputStream out, String type) throws IOException {
    write(
        out, "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(out, Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** The process dies: every connection breaks, and none can be made. */
  void kill() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }
}
