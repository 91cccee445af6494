package dev.weir.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.sinks.archive.RollPolicy;
import dev.weir.sinks.feed.ArchiveLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SinksTest {

  /** Nothing listens here: the sinks start all the same, and say that they are not ready. */
  private static final LogConnection NOWHERE =
      LogConnection.of("127.0.0.1:1", URI.create("http://127.0.0.1:1"));

  @TempDir private Path archive;

  @Test
  void isAliveButNotReadyWithoutALog() throws Exception {
    try (Sinks sinks = start();
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(get(client, sinks, "/livez").statusCode()).isEqualTo(200);

      HttpResponse<String> readiness = get(client, sinks, "/readyz");
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(readiness.body()).isEqualTo("no partitions assigned yet\n");
    }
  }

  @Test
  void showsEverySeriesBeforeAnythingHappened() throws Exception {
    try (Sinks sinks = start();
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(get(client, sinks, "/metrics").body())
          .contains("weir_sinks_archived_rows_total{topic=\"weir.audit\"} 0.0")
          .contains("weir_sinks_missing_offsets_total{topic=\"weir.chargeback\"} 0.0")
          .contains("weir_sinks_held_partitions{topic=\"weir.audit\"} 0.0")
          .contains("weir_sinks_unarchived_offsets{topic=\"weir.audit\"} 0.0")
          .contains("weir_sinks_open_bytes 0.0");
    }
  }

  @Test
  void knowsNoOtherPage() throws Exception {
    try (Sinks sinks = start();
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(get(client, sinks, "/metrics/all").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void refusesATopicWithoutASchema() {
    assertThatThrownBy(() ->
            new SinksConfig(
                NOWHERE,
                archive,
                List.of(Topic.DEAD_LETTERS),
                RollPolicy.DEFAULT,
                ArchiveLimits.DEFAULT,
                loopback()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("DEAD_LETTERS has no schema, so it cannot be archived");
  }

  private Sinks start() throws IOException {
    return Sinks.start(SinksConfig.of(NOWHERE, archive, RollPolicy.DEFAULT, loopback()));
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpResponse<String> get(HttpClient client, Sinks sinks, String path)
      throws Exception {
    URI address = URI.create("http://127.0.0.1:" + sinks.adminPort() + path);
    return client.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
