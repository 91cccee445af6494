package dev.weir.standalone.prove;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Callers of one team who ask all proxies, again and again, whatever the answer is. A proxy that
 * does not run is passed over, as a load balancer would.
 */
final class Hammer implements AutoCloseable {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration STOP_WITHIN = ANSWER_WITHIN.plusSeconds(10);

  /** Who is refused for a while asks so much more seldom, as callers do. */
  private static final int PATIENCE = 10;

  /** What was missed is not made up for beyond this. */
  private static final long LATE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What is kept in memory of the requests of a round is bounded by it. */
  private static final long REQUESTS_MAX = 1_000_000;

  private static final String WORDS =
      "a low dam measures and regulates a stream without stopping it ";
  private static final int WORDS_MAX = 20;
  private static final int ANSWER_MAX_TOKENS = 150;

  private final Load load;
  private final String key;
  private final List<Part> proxies;
  private final Random random;
  private final Semaphore room;
  private final Consumer<String> answered;
  private final LongAdder broken = new LongAdder();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();
  private final Thread thread = Thread.ofPlatform().name("hammer").daemon().unstarted(this::run);
  private volatile boolean patient;
  private volatile boolean stopped;

  private Hammer(
      Load load, String key, List<Part> proxies, Random random, Consumer<String> answered) {
    this.load = load;
    this.answered = answered;
    this.key = key;
    this.proxies = proxies;
    this.random = random;
    this.room = new Semaphore(load.callers());
  }

  /** {@code answered} is told the request id of every whole answer, by several threads. */
  static Hammer start(
      Load load, String key, List<Part> proxies, Random random, Consumer<String> answered) {
    var hammer = new Hammer(load, key, proxies, random, answered);
    hammer.thread.start();
    return hammer;
  }

  /** Whether to ask more seldom. */
  void patient(boolean is) {
    patient = is;
  }

  /** Requests that got no answer, or no whole one. */
  long broken() {
    return broken.sum();
  }

  /** Asks no more, and returns when all is answered. */
  void stop() throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join();
    boolean all = room.tryAcquire(load.callers(), STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    if (!all) {
      throw new IllegalStateException("callers wait beyond their own limit");
    }
  }

  private void run() {
    long interval = TimeUnit.SECONDS.toNanos(1) / load.ratePerSecond();
    long next = System.nanoTime();
    try {
      for (long sent = 0; !stopped && sent < REQUESTS_MAX; sent++) {
        long now = System.nanoTime();
        next = Math.max(next + (patient ? PATIENCE * interval : interval), now - LATE_MAX_NANOS);
        while (!stopped && next - System.nanoTime() > 0) {
          LockSupport.parkNanos(next - System.nanoTime());
        }
        room.acquire();
        send();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    List<URI> serving = proxies.stream().flatMap(proxy -> proxy.address().stream()).toList();
    String body = body();
    if (serving.isEmpty()) {
      broken.increment();
      room.release();
      return;
    }
    URI chat = serving.get(random.nextInt(serving.size())).resolve("/v1/chat/completions");
    var _ = Thread.ofVirtual().start(() -> ask(chat, body));
  }

  /** Short and long, at once and as a stream, with and without a limit of the answer, slow ones. */
  private String body() {
    boolean stream = random.nextInt(3) > 0;
    boolean slow = stream && random.nextInt(3) == 0;
    String text = (slow ? "!slow " : "") + WORDS.repeat(random.nextInt(WORDS_MAX)) + "?";
    return """
    {"model":"%s",%s%s"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(
            random.nextInt(4) == 0 ? "echo-small" : "echo-large",
            stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "",
            random.nextBoolean()
                ? "\"max_tokens\":" + (1 + random.nextInt(ANSWER_MAX_TOKENS)) + ","
                : "",
            text);
  }

  private void ask(URI chat, String body) {
    try {
      var request =
          HttpRequest.newBuilder(chat)
              .timeout(ANSWER_WITHIN)
              .header("content-type", "application/json")
              .header("authorization", "Bearer " + key)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() == 200) {
        answered.accept(answer.headers().firstValue("x-weir-request-id").orElseThrow());
      }
    } catch (IOException e) {
      broken.increment();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    client.shutdownNow();
  }
}
