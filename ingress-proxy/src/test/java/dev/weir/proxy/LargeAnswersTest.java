package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To look at a large answer takes long, and is nobody else's wait. */
final class LargeAnswersTest extends GatewayCase {

  LargeAnswersTest() {
    super((asked, out) -> {
      String words = asked.body().contains("long") ? "long ".repeat(5_000) : "short";
      ScriptedUpstream.write(
          out, ScriptedUpstream.response(200, "application/json", answer(words)));
      return true;
    });
  }

  @BeforeEach
  void prepare() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, direction: response}]");
  }

  @Test
  void otherExchangesGoOnWhileGuardsReadALargeAnswer() throws Exception {
    var reading = new CountDownLatch(1);
    var otherIsDone = new CountDownLatch(1);
    gateway.alsoLooks =
        text -> {
          if (text.length() > 16 * 1024) {
            reading.countDown();
            await(otherIsDone);
          }
          return List.of();
        };

    CompletableFuture<HttpResponse<String>> large =
        client.sendAsync(gateway.chat(ask("long")).build(), BodyHandlers.ofString());
    await(reading);
    HttpResponse<String> other =
        client.send(gateway.chat(ask("brief")).build(), BodyHandlers.ofString());
    otherIsDone.countDown();

    assertThat(other.body()).contains("short");
    assertThat(large.get(20, TimeUnit.SECONDS).body()).contains("long long");
  }

  private static String answer(String words) {
    return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + words
        + "\"},\"finish_reason\":\"stop\"}]}";
  }

  private static String ask(String words) {
    return "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("held up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
