package dev.weir.proxy;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.proxy.quota.MemoryGrantor;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.ResponseFrame;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway with limits, a grantor in memory and a provider that never ends. */
abstract class CreditCase {

  static final String PART = "~".repeat(200);
  static final String CHAT =
      "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final String CHAT_EVENT =
      "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
          + PART
          + "\"}}]}\n\n";

  final HttpClient client = HttpClient.newHttpClient();
  ScriptedUpstream upstream;
  private @Nullable TestGateway gateway;
  @Nullable MemoryGrantor grantor;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream(endless("", CHAT_EVENT, "text/event-stream"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    gateway().close();
    Objects.requireNonNull(grantor).close();
    upstream.close();
  }

  void limited(String limits) throws IOException {
    TestGateway started = new TestGateway(upstream.base(), limits, EscrowTerms.DEFAULT);
    gateway = started;
    grantor = MemoryGrantor.running(started.quota, EscrowTerms.DEFAULT, started.limits());
  }

  TestGateway gateway() {
    return Objects.requireNonNull(gateway);
  }

  ExchangeEnd end() throws InterruptedException {
    while (true) {
      ExchangeEnd end = gateway().log.next(ResponseFrame.class).getEnd();
      if (end != null) {
        return end;
      }
    }
  }

  HttpResponse<String> send(String path, String body) throws Exception {
    return client.send(request(path, body).build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(gateway().uri(path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + TestGateway.KEY.reveal())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** Says what it begins with, then the same until nobody listens. */
  static ScriptedUpstream.Script endless(String begin, String more, String type) {
    return (_, out) -> {
      ScriptedUpstream.startStream(out, type);
      if (!begin.isEmpty()) {
        ScriptedUpstream.chunk(out, begin);
      }
      while (true) {
        ScriptedUpstream.chunk(out, more);
      }
    };
  }
}
