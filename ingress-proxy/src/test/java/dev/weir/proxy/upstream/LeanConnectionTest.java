package dev.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class LeanConnectionTest {

  private final Heard heard = new Heard();

  @Test
  void handsARequestOverBeforeItHearsThatItIsWritten() {
    var silent =
        new ByteArrayEndPoint() {
          @Override
          public void write(Callback callback, ByteBuffer... buffers) {
            // The bytes are gone, and nobody has said so yet.
          }
        };

    connection(silent).onOpen();

    assertThat(heard.events).containsExactly("handed over");
  }

  @Test
  void tellsARequestThatCouldNotBeWrittenFromAnAnswerThatEndsEarly() {
    var broken =
        new ByteArrayEndPoint() {
          @Override
          public void write(Callback callback, ByteBuffer... buffers) {
            callback.failed(new IOException("reset"));
          }
        };
    LeanConnection connection = connection(broken);

    connection.onOpen();
    connection.onClose(null);

    assertThat(heard.events).containsExactly("handed over", "UNSENT");
  }

  @Test
  void doesNotKnowWhatBecameOfARequestThatWasWritten() {
    LeanConnection connection = connection(new ByteArrayEndPoint());

    connection.onOpen();
    connection.onClose(null);

    assertThat(heard.events).containsExactly("handed over", "CLOSED_EARLY");
  }

  @Test
  void doesNotTakeARequestForUnsentWhoseWritingNobodyHasConfirmed() {
    LeanConnection connection =
        connection(
            new ByteArrayEndPoint() {
              @Override
              public void write(Callback callback, ByteBuffer... buffers) {
                // The provider has read it all and reset the connection before this is told.
              }
            });

    connection.onOpen();
    connection.onClose(null);

    assertThat(heard.events).containsExactly("handed over", "CLOSED_EARLY");
  }

  @Test
  void doesNotTakeARequestForUnsentThatWasWrittenWholeWhenItsConnectionClosed() {
    LeanConnection connection =
        connection(
            new ByteArrayEndPoint() {
              @Override
              public void write(Callback callback, ByteBuffer... buffers) {
                for (ByteBuffer each : buffers) {
                  each.position(each.limit());
                }
                callback.failed(new ClosedChannelException());
              }
            });

    connection.onOpen();
    connection.onClose(null);

    assertThat(heard.events).containsExactly("handed over", "CLOSED_EARLY");
  }

  private LeanConnection connection(EndPoint provider) {
    var connector = new NearConnector(new Server(), 1, new ConnectionRoom(1));
    var lane =
        new Lane(
            connector,
            new ManagedSelector(connector.getSelectorManager(), 0),
            "127.0.0.1",
            1,
            UpstreamLimits.DEFAULT);
    var call =
        new LeanCall(
            new UpstreamRequest(
                new UpstreamTarget(false, "127.0.0.1", 1, "/v1"),
                HttpFields.EMPTY,
                ByteBuffer.allocate(4),
                Duration.ofSeconds(1),
                new ByteArrayEndPoint()),
            heard);
    return new LeanConnection(provider, Runnable::run, new ArrayByteBufferPool(), lane, call);
  }

  private static final class Heard implements UpstreamEvents {

    private final List<String> events = new ArrayList<>();

    @Override
    public void handedOver() {
      events.add("handed over");
    }

    @Override
    public void answered(int status, HttpFields headers) {
      events.add("answered");
    }

    @Override
    public void content(ByteBuffer bytes, Runnable done) {
      events.add("content");
    }

    @Override
    public void completed() {
      events.add("completed");
    }

    @Override
    public void failed(UpstreamFailure failure) {
      events.add(failure.toString());
    }
  }
}
