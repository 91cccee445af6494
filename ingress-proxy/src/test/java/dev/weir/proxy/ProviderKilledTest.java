package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A provider that dies under load while another one stands in. */
final class ProviderKilledTest {

  private static final int CALLERS = 16;
  private static final int CALLS_BEFORE = 20;
  private static final int CALLS_AFTER = 40;
  private static final String ANSWER =
      """
      {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}\
      """;
  private static final String BODY =
      "{\"model\":\"pair\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  /** Who answered a call, and when, on the nano clock. */
  private record Seen(int status, boolean byFirst, int attempts, long nanos, long endedAt) {}

  @Test
  void givesCallersNoErrorAndIsNotAskedForLong() throws Exception {
    try (var first = new ScriptedUpstream(ScriptedUpstream.json(200, ANSWER));
        var second = new ScriptedUpstream(ScriptedUpstream.json(200, ANSWER));
        var gateway = new TestGateway(second.base(), first.base());
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var seen = new ConcurrentLinkedQueue<Seen>();
      var warm = new CountDownLatch(CALLERS * CALLS_BEFORE);
      var killed = new AtomicBoolean();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Thread.ofVirtual().start(() -> call(gateway, client, seen, warm, killed)));
      }
      assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
      long killedAt = System.nanoTime();
      first.kill();
      killed.set(true);
      for (Thread caller : callers) {
        assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
      }

      assertThat(seen).allSatisfy(each -> assertThat(each.status).isEqualTo(200));
      assertThat(seen.stream().filter(Seen::byFirst)).hasSizeGreaterThan(CALLERS);
      List<Seen> late = seen.stream().filter(each -> each.endedAt > killedAt).toList();
      assertThat(late.stream().filter(each -> each.attempts == 1 && !each.byFirst)).isNotEmpty();
      report(late, killedAt);
    }
  }

  private static void call(
      TestGateway gateway,
      HttpClient client,
      ConcurrentLinkedQueue<Seen> seen,
      CountDownLatch warm,
      AtomicBoolean killed) {
    try {
      int left = CALLS_AFTER;
      while (left > 0) {
        left -= killed.get() ? 1 : 0;
        long begun = System.nanoTime();
        HttpResponse<String> answer =
            client.send(gateway.chat(BODY).build(), BodyHandlers.ofString());
        long now = System.nanoTime();
        seen.add(
            new Seen(
                answer.statusCode(),
                answer.headers().firstValue("x-weir-served-by").orElse("").startsWith("other"),
                answer.headers().firstValue("x-weir-attempts").map(Integer::parseInt).orElse(1),
                now - begun,
                now));
        warm.countDown();
      }
    } catch (IOException | InterruptedException e) {
      seen.add(new Seen(0, false, 0, 0, System.nanoTime()));
    }
  }

  private static void report(List<Seen> late, long killedAt) {
    long switched =
        late.stream()
            .filter(each -> each.attempts > 1)
            .mapToLong(each -> each.endedAt - killedAt)
            .max()
            .orElse(0);
    long slowest = late.stream().mapToLong(Seen::nanos).max().orElse(0);
    long twice = late.stream().filter(each -> each.attempts > 1).count();
    System.out.printf(
        "after the kill: %d calls, %d of them made twice, the last of these %d ms after it;"
            + " slowest call %d ms%n",
        late.size(), twice, switched / 1_000_000, slowest / 1_000_000);
  }
}
