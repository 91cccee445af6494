package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A provider that dies under load while another one stands in: its port is closed and all of its
 * connections are cut at once. What the switch costs is printed, and kept in
 * docs/operations/routes.md; times are a machine's and are not asserted.
 */
final class ProviderKilledTest {

  private static final int CALLERS = 16;
  private static final int CALLS_BEFORE = 250;
  private static final int CALLS_AFTER = 150;

  /** Callers whose call the provider has, and has not answered, when it dies. */
  private static final int UNANSWERED = 3;

  private static final String ANSWER =
      """
      {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}\
      """;
  private static final String EVENT =
      "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"he\"}}]}\n\n";
  private static final String END =
      """
      data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  /** How a call went, with times of the nano clock. */
  private record Seen(
      boolean stream,
      int status,
      String body,
      boolean byFirst,
      int attempts,
      long begun,
      long ended) {

    boolean isWhole() {
      return status == 200 && (stream ? body.endsWith("[DONE]\n\n") : body.equals(ANSWER));
    }

    boolean metTheDead() {
      return attempts > 1;
    }

    boolean wentStraightToTheOther() {
      return attempts == 1 && !byFirst;
    }

    long nanos() {
      return ended - begun;
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Semaphore firstBytes = new Semaphore(0);
  private final CountDownLatch killed = new CountDownLatch(1);
  private ScriptedUpstream first;
  private ScriptedUpstream second;
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    first = new ScriptedUpstream(this::serve);
    second = new ScriptedUpstream(this::serve);
    gateway = TestGateway.before(second.base()).other(first.base()).start();
    gateway.awaitKeys("mock");
    gateway.awaitKeys("other");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateway.close();
    first.close();
    second.close();
  }

  /** Of calls that wait for its death the first provider answers nothing, or one event. */
  private boolean serve(ScriptedUpstream.Asked asked, OutputStream out)
      throws IOException, InterruptedException {
    boolean waits = asked.body().contains("wait") && killed.getCount() > 0;
    if (!asked.body().contains("\"stream\":true")) {
      if (waits) {
        killed.await();
      }
      return ScriptedUpstream.json(200, ANSWER).serve(asked, out);
    }
    ScriptedUpstream.startStream(out);
    ScriptedUpstream.chunk(out, EVENT);
    if (waits) {
      killed.await();
    }
    ScriptedUpstream.chunk(out, END);
    ScriptedUpstream.write(out, "0\r\n\r\n");
    return true;
  }

  @Test
  void givesCallersNoErrorBeforeTheirFirstByteAndIsNotAskedForLong() throws Exception {
    var warm = new CountDownLatch(CALLERS * CALLS_BEFORE);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      boolean stream = i % 2 == 0;
      callers.add(Thread.ofVirtual().start(() -> load(stream, warm)));
    }
    assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < UNANSWERED; i++) {
      callers.add(Thread.ofVirtual().start(() -> seen.add(call("wait", false))));
    }
    awaitAsked("wait", UNANSWERED);

    long killedAt = System.nanoTime();
    first.kill();
    killed.countDown();
    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
    }

    List<Seen> late = seen.stream().filter(each -> each.ended > killedAt).toList();
    // Who had seen a byte is told; nobody else notices.
    assertThat(seen)
        .allSatisfy(each ->
            assertThat(each.isWhole() || (each.stream && each.body.startsWith(EVENT)))
                .as(each.toString())
                .isTrue());
    assertThat(seen.stream().filter(Seen::byFirst)).hasSizeGreaterThan(CALLERS * CALLS_BEFORE / 2);
    assertThat(late.stream().filter(Seen::metTheDead)).hasSizeGreaterThanOrEqualTo(UNANSWERED);
    assertThat(late.stream().filter(Seen::wentStraightToTheOther)).hasSizeGreaterThan(CALLERS);
    report(killedAt);
  }

  @Test
  void tellsTheCallersWhoHadSeenAByteAndServesAllOthers() throws Exception {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      boolean stream = i % 2 == 0;
      callers.add(Thread.ofVirtual().start(() -> seen.add(call("wait", stream))));
    }
    awaitAsked("wait", CALLERS);
    assertThat(firstBytes.tryAcquire(CALLERS / 2, 30, TimeUnit.SECONDS)).isTrue();

    first.kill();
    killed.countDown();
    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
    }

    assertThat(seen).hasSize(CALLERS);
    assertThat(seen.stream().filter(each -> !each.stream)).allMatch(Seen::isWhole);
    assertThat(seen.stream().filter(each -> each.stream))
        .allSatisfy(each -> assertThat(each.body).startsWith(EVENT).contains("upstream_invalid"));
  }

  private void load(boolean stream, CountDownLatch warm) {
    int left = CALLS_AFTER;
    while (left > 0) {
      left -= killed.getCount() == 0 ? 1 : 0;
      seen.add(call("hi", stream));
      warm.countDown();
    }
  }

  private Seen call(String text, boolean stream) {
    long begun = System.nanoTime();
    try {
      HttpResponse<InputStream> answer =
          client.send(
              gateway
                  .chat(
                      "{\"model\":\"pair\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                          .formatted(stream, text))
                  .build(),
              BodyHandlers.ofInputStream());
      return new Seen(
          stream,
          answer.statusCode(),
          read(answer.body()),
          answer.headers().firstValue("x-weir-served-by").orElse("").startsWith("other"),
          answer.headers().firstValue("x-weir-attempts").map(Integer::parseInt).orElse(1),
          begun,
          System.nanoTime());
    } catch (IOException | InterruptedException e) {
      return new Seen(stream, 0, e.toString(), false, 0, begun, System.nanoTime());
    }
  }

  private String read(InputStream body) throws IOException {
    try (body) {
      int one = body.read();
      firstBytes.release();
      return (char) one + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Waits until the first provider has this many calls with the text. */
  private void awaitAsked(String text, int calls) throws InterruptedException {
    while (first.asked().stream().filter(each -> each.body().contains(text)).count() < calls) {
      first.awaitRequest();
    }
  }

  private void report(long killedAt) {
    long second = killedAt - TimeUnit.SECONDS.toNanos(1);
    List<Seen> before =
        seen.stream().filter(each -> each.begun > second && each.ended <= killedAt).toList();
    List<Seen> late = seen.stream().filter(each -> each.begun > killedAt).toList();
    List<Seen> met = seen.stream().filter(Seen::metTheDead).toList();
    List<Seen> straight = late.stream().filter(Seen::wentStraightToTheOther).toList();
    long switched = straight.stream().mapToLong(Seen::ended).min().orElseThrow() - killedAt;
    long lastMet = met.stream().mapToLong(Seen::begun).max().orElseThrow() - killedAt;
    System.out.printf(
        """
        a provider dies under load: %d callers, load average %.2f
        first call served without asking the dead one: %.1f ms after the kill; last that asked it began at %.1f ms
        of the second before the kill: %s
        had asked the dead one: %s
        begun after the kill, straight to the other: %s
        """,
        CALLERS,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        switched / 1e6,
        Math.max(0, lastMet) / 1e6,
        times(before),
        times(met),
        times(straight));
  }

  /** By nearest rank. */
  private static String times(List<Seen> calls) {
    long[] nanos = calls.stream().mapToLong(Seen::nanos).sorted().toArray();
    return "%d calls, p50 %.1f ms, p99 %.1f ms"
        .formatted(
            nanos.length,
            nanos[(nanos.length - 1) / 2] / 1e6,
            nanos[(nanos.length * 99 + 99) / 100 - 1] / 1e6);
  }
}
