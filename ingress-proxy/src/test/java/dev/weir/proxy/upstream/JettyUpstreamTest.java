package dev.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JettyUpstreamTest {

  private final QueuedThreadPool threads = new QueuedThreadPool(8, 1);
  private final ScheduledExecutorScheduler timers = new ScheduledExecutorScheduler();

  @BeforeEach
  void start() throws Exception {
    threads.start();
    timers.start();
  }

  @AfterEach
  void stop() throws Exception {
    timers.stop();
    threads.stop();
  }

  @Test
  void givesAConnectionUpWhoseHandshakeTakesTooLong() throws Exception {
    Ended ended = new Ended();
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        JettyUpstream client =
            new JettyUpstream(UpstreamLimits.DEFAULT, threads, timers, new ArrayByteBufferPool())) {
      var _ =
          client.send(
              new UpstreamRequest(
                  new UpstreamTarget(true, "127.0.0.1", silent.getLocalPort(), "/v1"),
                  HttpFields.EMPTY,
                  ByteBuffer.allocate(4),
                  Duration.ofMillis(100),
                  new ByteArrayEndPoint()),
              ended);

      assertThat(ended.failure.get(10, TimeUnit.SECONDS)).isEqualTo(UpstreamFailure.UNREACHABLE);
    }
  }

  @Test
  void takesARequestForUnsentOnlyWhereItsWritingDidNotBeginOrFailed() {
    var read = new EOFException();
    var written = new EofException();

    assertThat(JettyUpstream.failureOf(read, read, true)).isEqualTo(UpstreamFailure.CLOSED_EARLY);
    assertThat(JettyUpstream.failureOf(read, null, true)).isEqualTo(UpstreamFailure.CLOSED_EARLY);
    assertThat(JettyUpstream.failureOf(read, read, false)).isEqualTo(UpstreamFailure.UNSENT);
    assertThat(JettyUpstream.failureOf(written, written, true)).isEqualTo(UpstreamFailure.UNSENT);
  }

  private static final class Ended implements UpstreamEvents {

    private final CompletableFuture<UpstreamFailure> failure = new CompletableFuture<>();

    @Override
    public void handedOver() {}

    @Override
    public void answered(int status, HttpFields headers) {}

    @Override
    public void content(ByteBuffer bytes, Runnable done) {}

    @Override
    public void completed() {}

    @Override
    public void failed(UpstreamFailure reason) {
      failure.complete(reason);
    }
  }
}
