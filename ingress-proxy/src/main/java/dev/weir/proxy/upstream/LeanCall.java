package dev.weir.proxy.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/** One call: its bytes, who hears of it, and the one gate through which it ends. */
final class LeanCall implements UpstreamCall {

  private final UpstreamRequest request;
  private final UpstreamEvents events;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable LeanConnection connection;
  private volatile boolean retried;

  LeanCall(UpstreamRequest request, UpstreamEvents events) {
    this.request = request;
    this.events = events;
  }

  UpstreamRequest request() {
    return request;
  }

  UpstreamEvents events() {
    return events;
  }

  boolean isOver() {
    return over.get();
  }

  /** True for the one who may tell the end. */
  boolean end() {
    return over.compareAndSet(false, true);
  }

  void fail(UpstreamFailure failure) {
    if (end()) {
      events.failed(failure);
    }
  }

  void on(LeanConnection chosen) {
    connection = chosen;
    if (over.get()) {
      chosen.close();
    }
  }

  /** Whether this is the first retry. */
  boolean retryOnce() {
    if (retried || over.get()) {
      return false;
    }
    retried = true;
    connection = null;
    return true;
  }

  @Override
  public void cancel() {
    if (end()) {
      LeanConnection used = connection;
      if (used != null) {
        used.close();
      }
    }
  }

  /** The request in HTTP/1.1 (RFC 9112), in one buffer. */
  ByteBuffer bytes() {
    StringBuilder head = new StringBuilder(512);
    UpstreamTarget target = request.target();
    head.append(request.method()).append(' ').append(target.path()).append(" HTTP/1.1\r\nHost: ");
    head.append(target.authority()).append("\r\n");
    for (HttpField field : request.headers()) {
      head.append(field.getName()).append(": ").append(field.getValue()).append("\r\n");
    }
    ByteBuffer body = request.body().duplicate();
    if (request.hasBody()) {
      head.append("Content-Length: ").append(body.remaining()).append("\r\n");
    }
    head.append("\r\n");
    byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(bytes.length + body.remaining()).put(bytes).put(body).flip();
  }
}
