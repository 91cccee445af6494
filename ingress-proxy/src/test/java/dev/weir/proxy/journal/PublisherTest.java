package dev.weir.proxy.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

  private static final JournalLimits LIMITS = new JournalLimits(16 * 64 * 1024, 64 * 1024);

  @TempDir Path folder;

  private final MockProducer<byte[], byte[]> first = producer(false);
  private final LinkedBlockingQueue<MockProducer<byte[], byte[]>> made =
      new LinkedBlockingQueue<>();
  private Journal journal;
  private Publisher publisher;

  @BeforeEach
  void start() throws IOException {
    journal = Journal.open(folder, LIMITS);
    // Nothing but being woken ends its sleep within a test.
    publisher =
        publisher(
            first,
            new Publisher.Pace(Duration.ofHours(1), Duration.ofMillis(20), Duration.ofHours(2)));
  }

  private Publisher publisher(MockProducer<byte[], byte[]> producer, Publisher.Pace pace) {
    return publisher(producer, pace, topic -> topic.in("weir."));
  }

  private Publisher publisher(
      MockProducer<byte[], byte[]> producer, Publisher.Pace pace, Function<Topic, String> names) {
    return new Publisher(
        journal,
        producer,
        () -> {
          MockProducer<byte[], byte[]> next = producer(false);
          made.add(next);
          return next;
        },
        names,
        new EventHeaders("proxy", "p1"),
        pace);
  }

  @AfterEach
  void stop() {
    publisher.close();
    journal.close();
  }

  @Test
  void sendsEveryEntryInOrderWithItsHeaders() {
    append(0, 500);

    await(() -> first.history().size() == 500);
    assertThat(numbers(first.history()))
        .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    ProducerRecord<byte[], byte[]> one = first.history().get(7);
    assertThat(one.topic()).isEqualTo("weir.token-counts");
    assertThat(header(one, "ce_id")).isEqualTo("r/7");
    assertThat(header(one, "ce_time")).isEqualTo("1970-01-01T00:00:07Z");
    assertThat(header(one, "traceparent")).isEqualTo(Entries.TRACE);
    acknowledgeAll(first);
  }

  @Test
  void tellsWhoWaitsWhenTheLogHasAcknowledged() throws Exception {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    assertThat(journal.append(Entries.numbered(0), told::complete)).isTrue();
    publisher.hurry();
    await(() -> first.history().size() == 1);
    assertThat(told).isNotDone();

    first.completeNext();

    assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void sendsAgainFromTheFirstThatTheLogDidNotTake() throws Exception {
    append(0, 10);
    await(() -> first.history().size() == 10);
    for (int i = 0; i < 4; i++) {
      first.completeNext();
    }

    first.errorNext(new TimeoutException("the log is away"));

    MockProducer<byte[], byte[]> second = nextProducer();
    await(() -> second.history().size() == 6);
    assertThat(numbers(second.history())).containsExactly(4, 5, 6, 7, 8, 9);
    acknowledgeAll(second);
  }

  @Test
  void stillTellsWhoWaitsAfterAFailure() throws Exception {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    assertThat(journal.append(Entries.numbered(0), told::complete)).isTrue();
    publisher.hurry();
    await(() -> first.history().size() == 1);
    first.errorNext(new TimeoutException("the log is away"));

    acknowledgeAll(nextProducer());

    assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void countsWhatTheLogNeverTakesAndGoesOn() {
    append(0, 2);
    await(() -> first.history().size() == 2);

    first.errorNext(new RecordTooLargeException("too large"));
    first.completeNext();

    await(() -> publisher.lost() == 1 && journal.isPublished());
    assertThat(made).isEmpty();
  }

  @Test
  void losesOneRecordWhenTheLogBlamesItsWholeBatch() throws Exception {
    append(0, 4);
    await(() -> first.history().size() == 4);
    var log = new BlamingLog(first, 1);

    await(() -> {
      log.answer();
      return journal.isPublished();
    });

    assertThat(publisher.lost()).isEqualTo(1);
    assertThat(log.kept).containsExactlyInAnyOrder(0, 2, 3);
  }

  @Test
  void givesNothingUpWhileTheLogRefusesEverything() throws Exception {
    append(0, 40);
    MockProducer<byte[], byte[]> log = first;
    for (int producers = 0; producers < 7; producers++) {
      MockProducer<byte[], byte[]> answering = log;
      await(() -> {
        while (answering.errorNext(new InvalidTimestampException("the clock is wrong"))) {
          Thread.onSpinWait();
        }
        return !made.isEmpty();
      });
      log = nextProducer();
    }

    acknowledgeAll(log);

    assertThat(publisher.lost()).isZero();
  }

  @Test
  void endsWithAProducerOnlyWhenItHasAnswered() throws Exception {
    publisher.close();
    MockProducer<byte[], byte[]> patient = producer(false);
    publisher =
        publisher(
            patient,
            new Publisher.Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2)));
    append(0, 3);
    await(() -> patient.history().size() == 3);
    patient.completeNext();
    patient.errorNext(new TimeoutException("the log is away"));

    append(3, 4);
    assertThat(patient.closed()).isFalse();
    patient.completeNext();

    MockProducer<byte[], byte[]> second = nextProducer();
    await(() -> second.history().size() == 3);
    assertThat(numbers(patient.history())).containsExactly(0, 1, 2);
    assertThat(numbers(second.history())).containsExactly(1, 2, 3);
    acknowledgeAll(second);
  }

  @Test
  void leavesInTheJournalWhatTheProducerHasNoMemoryFor(@TempDir Path large) throws Exception {
    stop();
    journal = Journal.open(large, new JournalLimits(64L * 1024 * 1024, 8 * 1024 * 1024));
    MockProducer<byte[], byte[]> full = producer(false);
    publisher = publisher(full, Publisher.Pace.DEFAULT);
    for (int i = 0; i < 60; i++) {
      assertThat(journal.append(Entries.sized(i, 512 * 1024), null)).isTrue();
    }

    await(() -> full.history().size() == 48);
    full.completeNext();
    await(() -> full.history().size() == 49);
    acknowledgeAll(full);
  }

  @Test
  void goesOnAfterAnError() throws Exception {
    publisher.close();
    AtomicInteger errors = new AtomicInteger(2);
    publisher =
        publisher(
            producer(false),
            Publisher.Pace.DEFAULT,
            topic -> {
              if (errors.getAndDecrement() > 0) {
                throw new StackOverflowError("as a serializer may");
              }
              return topic.in("weir.");
            });

    append(0, 3);

    MockProducer<byte[], byte[]> _ = nextProducer();
    MockProducer<byte[], byte[]> third = nextProducer();
    await(() -> third.history().size() == 3);
    assertThat(numbers(third.history())).containsExactly(0, 1, 2);
    acknowledgeAll(third);
  }

  @Test
  void saysThatItDoesNotRunWhereItsThreadStandsStill() {
    assertThat(publisher.isRunning()).isTrue();
    publisher.close();
    assertThat(publisher.isRunning()).isFalse();

    CountDownLatch stuck = new CountDownLatch(1);
    publisher =
        publisher(
            producer(true),
            new Publisher.Pace(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(200)),
            topic -> {
              try {
                stuck.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return topic.in("weir.");
            });
    append(0, 1);

    await(() -> !publisher.isRunning());
    stuck.countDown();

    await(() -> publisher.isRunning() && journal.isPublished());
  }

  @Test
  void isNotAsleepWhereAnEntryCame() {
    await(() -> publisher.isAsleep());

    append(0, 1);

    await(() -> !publisher.isAsleep());
    acknowledgeAll(first);
  }

  @Test
  void saysHowOldTheOldestIs() {
    assertThat(publisher.oldestMicros()).isZero();

    append(5, 6);

    await(() -> publisher.oldestMicros() == 5_000_000);
    acknowledgeAll(first);
    await(() -> publisher.oldestMicros() == 0);
  }

  @Test
  void wakesForAnEntryAfterALongRest() {
    // Longer than it naps: from here on it is asleep, and has to be woken.
    await(() -> publisher.isAsleep());

    append(0, 1);

    await(() -> first.history().size() == 1);
    acknowledgeAll(first);
  }

  /** To which one record is invalid; all that it has in its hands with that one is blamed too. */
  private final class BlamingLog {

    private final int invalid;
    private final Set<Integer> kept = new HashSet<>();
    private MockProducer<byte[], byte[]> producer;
    private int answered;

    BlamingLog(MockProducer<byte[], byte[]> producer, int invalid) {
      this.producer = producer;
      this.invalid = invalid;
    }

    void answer() {
      MockProducer<byte[], byte[]> next = made.poll();
      if (next != null) {
        producer = next;
        answered = 0;
      }
      List<Integer> all = numbers(producer.history());
      List<Integer> asked = all.subList(answered, all.size());
      boolean blamed = asked.contains(invalid);
      for (int number : asked) {
        boolean had =
            blamed
                ? producer.errorNext(new InvalidRecordException("one of the batch is invalid"))
                : producer.completeNext();
        assertThat(had).isTrue();
        if (!blamed) {
          kept.add(number);
        }
      }
      answered = all.size();
    }
  }

  private void append(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(journal.append(Entries.numbered(i), null)).isTrue();
      publisher.wake();
    }
  }

  private MockProducer<byte[], byte[]> nextProducer() throws InterruptedException {
    MockProducer<byte[], byte[]> next = made.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  /** Until all that was appended is acknowledged, by this producer or one that follows it. */
  private void acknowledgeAll(MockProducer<byte[], byte[]> producer) {
    List<MockProducer<byte[], byte[]>> all = new ArrayList<>(List.of(producer));
    await(() -> {
      made.drainTo(all);
      while (all.getLast().completeNext()) {
        Thread.onSpinWait();
      }
      return journal.isPublished();
    });
  }

  private static List<Integer> numbers(List<ProducerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(record -> header(record, "ce_id"))
        .map(id -> Integer.parseInt(id.substring(2)))
        .toList();
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("it did not come about in time");
      }
      Thread.onSpinWait();
    }
  }
}
