package dev.weir.proxy.socket;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A message as the POST that it stands for: of the socket's caller, with a body of its own. */
final class MessageRequest extends Request.Wrapper {

  private final HttpFields headers;
  private final List<Consumer<Throwable>> onFailure = new ArrayList<>();
  private Content.@Nullable Chunk body;
  private boolean gone;

  MessageRequest(SocketRequest socket, byte[] body) {
    super(socket);
    this.headers =
        HttpFields.build(socket.getHeaders())
            .put(HttpHeader.CONTENT_TYPE, "application/json")
            .put(HttpHeader.CONTENT_LENGTH, body.length)
            .asImmutable();
    this.body = Content.Chunk.from(ByteBuffer.wrap(body), true);
  }

  @Override
  public String getMethod() {
    return HttpMethod.POST.asString();
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public long getLength() {
    return headers.getLongField(HttpHeader.CONTENT_LENGTH);
  }

  @Override
  public Content.Chunk read() {
    Content.Chunk whole = body;
    body = null;
    return whole == null ? Content.Chunk.EOF : whole;
  }

  @Override
  public void demand(Runnable ready) {
    ready.run();
  }

  @Override
  public void addFailureListener(Consumer<Throwable> listener) {
    synchronized (this) {
      if (!gone) {
        onFailure.add(listener);
        return;
      }
    }
    listener.accept(new EOFException("the socket is closed"));
  }

  /** The socket is closed: whoever works on this request is told. */
  void gone() {
    List<Consumer<Throwable>> told;
    synchronized (this) {
      gone = true;
      told = List.copyOf(onFailure);
      onFailure.clear();
    }
    told.forEach(it -> it.accept(new EOFException("the socket is closed")));
  }
}
