package dev.weir.proxy.upstream;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Calls through Jetty's own client. Threads, timers and buffers are shared with the server. */
public final class JettyUpstream implements UpstreamClient {

  private static final Duration CONNECT_MAX = Duration.ofHours(1);

  private final HttpClient client;

  /** Starts; {@link #close} stops. */
  public JettyUpstream(
      UpstreamLimits limits, Executor executor, Scheduler scheduler, ByteBufferPool buffers) {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setTCPNoDelay(true);
    HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
    transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
    client = new HttpClient(transport);
    client.setExecutor(executor);
    client.setScheduler(scheduler);
    client.setByteBufferPool(buffers);
    client.setMaxConnectionsPerDestination(limits.connectionsMax());
    client.setMaxRequestsQueuedPerDestination(Math.max(1, limits.waitingMax()));
    client.setDestinationIdleTimeout(limits.pooledIdle().multipliedBy(2).toMillis());
    // Each call has its own, see limitConnecting; the client's must not be shorter.
    client.setConnectTimeout(CONNECT_MAX.toMillis());
    client.setIdleTimeout(limits.pooledIdle().toMillis());
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the upstream client does not start", e);
    }
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().clear();
  }

  @Override
  public UpstreamCall send(UpstreamRequest request, UpstreamEvents events) {
    UpstreamTarget target = request.target();
    AtomicBoolean begun = new AtomicBoolean();
    Request call =
        client
            .newRequest(target.host(), target.port())
            .scheme(target.tls() ? "https" : "http")
            .method(request.method())
            .path(target.path())
            // The exchange keeps the times; the client's own must not be shorter.
            .idleTimeout(1, TimeUnit.HOURS)
            .headers(headers -> headers.add(request.headers()))
            .onRequestHeaders(_ -> {
              begun.set(true);
              events.handedOver();
            })
            .onResponseHeaders(head -> events.answered(head.getStatus(), head.getHeaders()))
            .onResponseContentAsync(
                (Response.AsyncContentListener)
                    (_, chunk, demander) -> give(chunk, demander, events));
    if (request.hasBody()) {
      call.body(new ByteBufferRequestContent(request.body()));
    }
    limitConnecting(call, request.connectTimeout());
    call.send(result -> end(result, begun.get(), events));
    return () -> {
      var _ = call.abort(new CancellationException("the exchange ended"));
    };
  }

  @Override
  public void resume(EndPoint near, Runnable task) {
    client.getExecutor().execute(task);
  }

  /** The head of a request goes out when the connection, and TLS on it, stands. */
  private void limitConnecting(Request call, Duration within) {
    Scheduler.Task timer =
        client
            .getScheduler()
            .schedule(
                () -> {
                  var _ = call.abort(new SocketTimeoutException("no connection in time"));
                },
                within.toMillis(),
                TimeUnit.MILLISECONDS);
    call.onRequestCommit(_ -> timer.cancel());
    call.onRequestFailure((_, _) -> timer.cancel());
  }

  /** A copy: a receiver that stops listening never says that it is done with a pooled buffer. */
  private static void give(Content.Chunk chunk, Runnable demander, UpstreamEvents events) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.getByteBuffer().get(bytes);
    events.content(ByteBuffer.wrap(bytes), demander);
  }

  @Override
  public void offload(Runnable task) {
    client.getExecutor().execute(task);
  }

  private static void end(Result result, boolean begun, UpstreamEvents events) {
    if (result.isSucceeded()) {
      events.completed();
      return;
    }
    Throwable cause =
        result.getResponseFailure() == null
            ? result.getRequestFailure()
            : result.getResponseFailure();
    if (!(cause instanceof CancellationException)) {
      events.failed(failureOf(cause, result.getRequestFailure(), begun));
    }
  }

  /**
   * Why a call failed. A request that does not count as written when the answer's end comes may
   * have been read whole: only one whose writing did not begin or failed was not.
   *
   * @param ofRequest an {@link EofException} comes of a write alone; what a read finds is none
   */
  static UpstreamFailure failureOf(Throwable cause, @Nullable Throwable ofRequest, boolean begun) {
    UpstreamFailure failure = failureOf(cause);
    return failure == UpstreamFailure.CLOSED_EARLY && (!begun || ofRequest instanceof EofException)
        ? UpstreamFailure.UNSENT
        : failure;
  }

  private static UpstreamFailure failureOf(Throwable cause) {
    return switch (cause) {
      case RejectedExecutionException _ -> UpstreamFailure.BUSY;
      case ConnectException _,
          SocketTimeoutException _,
          UnknownHostException _,
          UnresolvedAddressException _,
          SSLException _ ->
          UpstreamFailure.UNREACHABLE;
      case TimeoutException _ -> UpstreamFailure.TIMED_OUT;
      default ->
          cause instanceof HttpException || cause.getCause() instanceof HttpException
              ? UpstreamFailure.NOT_HTTP
              : UpstreamFailure.CLOSED_EARLY;
    };
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the upstream client does not stop", e);
    }
  }
}
