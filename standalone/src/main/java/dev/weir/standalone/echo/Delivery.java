package dev.weir.standalone.echo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Writes one answer to the socket, as well or as badly as the directive says. */
final class Delivery {

  private static final byte[] PAGE =
      "<html><body><h1>502 Bad Gateway</h1></body></html>\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] GARBAGE = {
    '{', (byte) 0xff, (byte) 0xfe, 0, ':', (byte) 0x80, '}', '\n'
  };
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final Duration SLOW_MAX = Duration.ofSeconds(5);

  private final EchoConfig config;
  private final CountDownLatch released;
  private final Request request;
  private final Response response;

  /** The connection was broken on purpose. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff() {
      super("broken off on demand");
    }
  }

  Delivery(EchoConfig config, CountDownLatch released, Request request, Response response) {
    this.config = config;
    this.released = released;
    this.request = request;
    this.response = response;
  }

  void json(int status, byte[] body) throws IOException {
    send(status, JSON, body);
  }

  void error(int status, String message, String type, String parameter, String code)
      throws IOException {
    json(status, ChatJson.error(status, message, type, parameter, code));
  }

  void failure(int status) throws IOException {
    if (status == 429) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
      error(status, "Rate limit reached, on demand.", "requests", "", "rate_limit_exceeded");
    } else {
      String type = status >= 500 ? "server_error" : "invalid_request_error";
      error(status, "Failed with " + status + ", on demand.", type, "", "");
    }
  }

  /** An answer in one body. */
  void whole(Directive.Act act, byte[] body, long tokens) throws IOException, InterruptedException {
    switch (act) {
      case NONE, PII, TOOL -> json(200, body);
      case SLOW -> {
        Duration all = config.slowDelay().multipliedBy(tokens);
        pause(all.compareTo(SLOW_MAX) < 0 ? all : SLOW_MAX);
        json(200, body);
      }
      case STALL -> stall();
      case PAUSE -> {
        firstHalf(body);
        stall();
      }
      case CUT -> {
        firstHalf(body);
        throw breakOff();
      }
      case HALF -> json(200, Arrays.copyOf(body, body.length / 2));
      case GARBAGE -> json(200, GARBAGE);
      case HTML -> send(200, "text/html", PAGE);
    }
  }

  /** An answer as server-sent events. */
  void stream(Directive.Act act, ChatJson json, EchoAnswer answer, boolean includeUsage)
      throws IOException, InterruptedException {
    switch (act) {
      case NONE, PII, TOOL -> events(all(json, answer, includeUsage), Duration.ZERO, true);
      case SLOW -> events(all(json, answer, includeUsage), config.slowDelay(), true);
      case STALL -> stall();
      case PAUSE -> {
        events(half(all(json, answer, includeUsage)), Duration.ZERO, false);
        stall();
      }
      case CUT -> {
        events(half(all(json, answer, includeUsage)), Duration.ZERO, false);
        throw breakOff();
      }
      case HALF -> {
        List<byte[]> events = new ArrayList<>(half(all(json, answer, includeUsage)));
        byte[] last = events.removeLast();
        events.add(Arrays.copyOf(last, last.length / 2));
        events(events, Duration.ZERO, true);
      }
      case GARBAGE -> events(List.of(GARBAGE), Duration.ZERO, true);
      case HTML -> send(200, "text/html", PAGE);
    }
  }

  private static List<byte[]> all(ChatJson json, EchoAnswer answer, boolean includeUsage) {
    List<byte[]> events = new ArrayList<>();
    events.add(json.opening(answer, includeUsage));
    for (String piece : answer.pieces()) {
      events.add(json.piece(answer, piece, includeUsage));
    }
    events.add(json.closing(answer, includeUsage));
    if (includeUsage) {
      events.add(json.usageChunk(answer));
    }
    events.add(DONE);
    return events;
  }

  private static List<byte[]> half(List<byte[]> events) {
    return events.subList(0, Math.max(1, events.size() / 2));
  }

  private void events(List<byte[]> events, Duration delay, boolean last)
      throws IOException, InterruptedException {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, EVENTS);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    OutputStream out = Content.Sink.asOutputStream(response);
    for (byte[] event : events) {
      pause(delay);
      var frame = new ByteArrayOutputStream(event.length + 8);
      frame.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
      frame.writeBytes(event);
      frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
      out.write(frame.toByteArray());
    }
    if (last) {
      out.close();
    }
  }

  private void send(int status, String contentType, byte[] body) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    try (var out = Content.Sink.asOutputStream(response)) {
      out.write(body);
    }
  }

  private void firstHalf(byte[] body) throws IOException {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    Content.Sink.asOutputStream(response).write(body, 0, body.length / 2);
  }

  private void stall() throws IOException, InterruptedException {
    pause(config.stallMax());
    throw breakOff();
  }

  private void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      boolean _ = released.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Closes the socket: a failed callback alone would still answer where nothing was sent yet. */
  private BrokenOff breakOff() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    return new BrokenOff();
  }
}
