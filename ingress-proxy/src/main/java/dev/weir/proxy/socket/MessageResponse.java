package dev.weir.proxy.socket;

import dev.weir.dialects.responses.ResponseCreate;
import dev.weir.dialects.sse.EventData;
import dev.weir.dialects.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer over HTTP as messages: the data of each event is one, an error is an {@code error}
 * event, and a document is the event that ends a stream. A write is done when its last message went
 * out, so the socket's pace is the answer's.
 */
final class MessageResponse implements Response {

  private static final String STREAM = "text/event-stream";
  private static final String DONE = "[DONE]";

  private final Request request;
  private final MessageSocket socket;
  private final Consumer<byte[]> sees;
  private final HttpFields.Mutable headers = HttpFields.build();
  private final SseReader events = new SseReader();
  private final ByteArrayOutputStream document = new ByteArrayOutputStream(0);
  private volatile int status;
  private volatile boolean committed;
  private volatile boolean lastWritten;
  private @Nullable Supplier<HttpFields> trailers;

  /** {@code sees}: is shown each event before it goes out. */
  MessageResponse(Request request, MessageSocket socket, Consumer<byte[]> sees) {
    this.request = request;
    this.socket = socket;
    this.sees = sees;
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    committed = true;
    lastWritten |= last;
    byte[] bytes = new byte[content == null ? 0 : content.remaining()];
    if (content != null) {
      content.get(bytes);
    }
    List<ByteBuffer> messages = new ArrayList<>();
    if (isStream()) {
      if (!events.accept(bytes, 0, bytes.length, (all, from, to) -> add(messages, all, from, to))) {
        callback.failed(new IOException("an event is too large"));
        return;
      }
      if (last) {
        events.end((all, from, to) -> add(messages, all, from, to));
      }
    } else {
      document.writeBytes(bytes);
      if (last && document.size() > 0) {
        byte[] event = whole(document.toByteArray());
        sees.accept(event);
        messages.add(ByteBuffer.wrap(event));
      }
    }
    send(messages, callback);
  }

  private boolean isStream() {
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    return type != null && type.startsWith(STREAM);
  }

  private byte[] whole(byte[] bytes) {
    return status >= 400 ? ResponseCreate.error(status, bytes) : ResponseCreate.completed(bytes);
  }

  private void add(List<ByteBuffer> messages, byte[] bytes, int from, int to) {
    if (!new EventData(bytes, from, to).is(DONE)) {
      byte[] event = Arrays.copyOfRange(bytes, from, to);
      sees.accept(event);
      messages.add(ByteBuffer.wrap(event));
    }
  }

  /** In their order; the last one's callback speaks for all, since none overtakes another. */
  private void send(List<ByteBuffer> messages, Callback callback) {
    if (messages.isEmpty()) {
      callback.succeeded();
      return;
    }
    ByteBuffer last = messages.removeLast();
    messages.forEach(each -> socket.send(each, _ -> {}));
    socket.send(
        last,
        wentOut -> {
          if (wentOut) {
            callback.succeeded();
          } else {
            callback.failed(new IOException("the socket is closed"));
          }
        });
  }

  @Override
  public Request getRequest() {
    return request;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setStatus(int code) {
    status = code;
  }

  @Override
  public HttpFields.Mutable getHeaders() {
    return headers;
  }

  @Override
  public @Nullable Supplier<HttpFields> getTrailersSupplier() {
    return trailers;
  }

  @Override
  public void setTrailersSupplier(@Nullable Supplier<HttpFields> supplier) {
    trailers = supplier;
  }

  @Override
  public boolean isCommitted() {
    return committed;
  }

  @Override
  public boolean hasLastWrite() {
    return lastWritten;
  }

  @Override
  public boolean isCompletedSuccessfully() {
    return lastWritten;
  }

  @Override
  public void reset() {
    if (committed) {
      throw new IllegalStateException("an answer that has begun cannot be taken back");
    }
    status = 0;
    headers.clear();
  }

  @Override
  public CompletableFuture<Void> writeInterim(int code, HttpFields fields) {
    return CompletableFuture.completedFuture(null);
  }
}
