package dev.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.upstream.DeliveredEvents;
import dev.weir.benchmarks.upstream.MockUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load and upstream against each other, over real sockets and for fractions of a second. */
class LoadAgainstUpstreamTest {

  @TempDir Path directory;
  private DeliveredEvents delivered;
  private MockUpstream upstream;
  private Endpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    delivered = DeliveredEvents.map(directory.resolve("delivered"));
    upstream = MockUpstream.listen(0, delivered);
    endpoint = new Endpoint(upstream.port(), Map.of("authorization", "Bearer x"));
    Thread.ofPlatform().daemon().start(upstream);
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  @Test
  void answersEveryArrival() throws IOException {
    OpenLoop.Outcome outcome = OpenLoop.run(endpoint, 500, Duration.ofMillis(400));

    assertThat(outcome.failed()).isZero();
    assertThat(outcome.latencies().size()).isEqualTo(200);
    assertThat(outcome.latencies().micros(50)).isPositive();
  }

  @Test
  void keepsTheRateOfPacedStreams() throws IOException {
    StreamLoad.Outcome outcome = streams("stream-5x10ms", 10, StreamLoad.Start.SPREAD);

    assertThat(outcome.failed()).isZero();
    assertThat(outcome.firstEvent().size()).isPositive();
    assertThat(outcome.eventsPerSecond()).isBetween(1.0, 1_300.0);
  }

  @Test
  void sendsFastStreamsOnlyAsTheyAreTaken() throws IOException {
    StreamLoad.Outcome outcome = streams("stream-fast", 4, StreamLoad.Start.AT_ONCE);

    assertThat(outcome.failed()).isZero();
    assertThat(outcome.events())
        .isPositive()
        .isEqualTo(
            delivered.count(0) + delivered.count(1) + delivered.count(2) + delivered.count(3));
  }

  @Test
  void holdsIdleStreamsOpen() throws IOException {
    try (IdleStreams _ = IdleStreams.open(endpoint, 20)) {
      OpenLoop.Outcome outcome = OpenLoop.run(endpoint, 100, Duration.ofMillis(100));
      assertThat(outcome.failed()).isZero();
    }
  }

  private StreamLoad.Outcome streams(String model, int count, StreamLoad.Start start)
      throws IOException {
    var plan =
        new StreamLoad.Plan(model, count, start, Duration.ofMillis(100), Duration.ofMillis(400));
    return StreamLoad.run(endpoint, plan, delivered);
  }
}
