package dev.weir.proxy.journal;

import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that sends the journal to the log. It looks for entries every {@link #NAP_NANOS}
 * rather than being woken for each, so that records go out in batches; whoever waits for an
 * acknowledgement wakes it. Where the log refuses or does not answer it begins again at the first
 * entry that is not acknowledged, with a new producer, for as long as it takes.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Publisher.class);

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int NAPS_BEFORE_SLEEP = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Journal journal;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Function<Topic, String> names;
  private final EventHeaders headers;
  private final Thread thread;
  private final Pace pace;
  private final Suspicion suspicion = new Suspicion();
  private final Trouble trouble = new Trouble();
  private final LongAdder lost = new LongAdder();

  private Producer<byte[], byte[]> producer;
  private UnderWay underWay = new UnderWay();
  private Duration pause = FIRST_PAUSE;
  private int naps;
  private volatile boolean asleep;
  private volatile long oldestMicros;
  private volatile long beatNanos = System.nanoTime();
  private volatile long closeNanos;
  private volatile boolean closing;

  /**
   * How long the publisher waits.
   *
   * @param sleep when there was nothing to do for long; an entry wakes it
   * @param answersWithin for what else is under way when something failed
   * @param stuckAfter how long a pass takes at most, as long as all is well
   */
  record Pace(Duration sleep, Duration answersWithin, Duration stuckAfter) {

    static final Pace DEFAULT =
        new Pace(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  /**
   * Begins to publish.
   *
   * @param first a producer that is connected
   * @param producers makes the ones that follow after failures
   */
  Publisher(
      Journal journal,
      Producer<byte[], byte[]> first,
      Supplier<Producer<byte[], byte[]>> producers,
      Function<Topic, String> names,
      EventHeaders headers,
      Pace pace) {
    this.journal = journal;
    this.producer = first;
    this.producers = producers;
    this.names = names;
    this.headers = headers;
    this.pace = pace;
    this.thread = Thread.ofPlatform().name("weir-publisher").daemon().unstarted(this::run);
    thread.start();
  }

  /** There is an entry that somebody waits for. */
  void hurry() {
    LockSupport.unpark(thread);
  }

  /** There is an entry. Costs nothing while the publisher looks by itself. */
  void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether it looks no more by itself, but has to be woken. */
  boolean isAsleep() {
    return asleep;
  }

  /** Entries that can never be in the log: damaged, or refused for what they are. */
  long lost() {
    return lost.sum();
  }

  /** Whether its thread goes on; where it does not, nothing of the journal gets into the log. */
  boolean isRunning() {
    return thread.isAlive() && silentNanos() < pace.stuckAfter().toNanos();
  }

  /** How long its thread has not come round. */
  long silentNanos() {
    return System.nanoTime() - beatNanos;
  }

  /** When the oldest entry under way was written, microseconds since the epoch; 0 for none. */
  long oldestMicros() {
    return oldestMicros;
  }

  private void run() {
    boolean broke = false;
    while (!closing || !isDone()) {
      beatNanos = System.nanoTime();
      try {
        if (broke) {
          beginAgain();
          broke = false;
        }
        if (pass()) {
          naps = 0;
          asleep = false;
        } else {
          rest();
        }
      } catch (Throwable e) {
        // Errors too: records wait for this thread, and nothing else would start it again.
        broke = true;
        LOGGER.atError().setCause(e).log("publishing broke; it begins again");
        pauseBeforeNext();
      }
    }
    producer.close(Duration.ofNanos(Math.max(0, closeNanos - System.nanoTime())));
  }

  private boolean pass() {
    boolean moved = handOver();
    // Asked once: what fails from here on is waited for in the next pass.
    boolean failed = underWay.hasFailed();
    if (failed) {
      awaitAnswers();
    }
    moved |= settle();
    if (failed) {
      fail();
      moved = true;
    } else if (underWay.isDoubting() && underWay.hasWitness()) {
      suspicion.witnessed();
      beginAgain();
      moved = true;
    }
    return moved;
  }

  private boolean isDone() {
    return isPastClose() || (underWay.isEmpty() && journal.isPublished());
  }

  private boolean isPastClose() {
    return closing && System.nanoTime() - closeNanos >= 0;
  }

  /** Gives the producer what is new. */
  private boolean handOver() {
    boolean any = false;
    while (mayHandOver()) {
      switch (journal.next()) {
        case Next.Nothing _ -> {
          return any;
        }
        case Next.Skipped skipped -> {
          if (skipped.altered()) {
            lost.increment();
            LOGGER.atError().log("an entry of the journal is damaged and cannot be published");
          }
          underWay.add(new Sent(skipped, underWay));
        }
        case Next.Found found -> {
          Sent sent = new Sent(found, underWay);
          if (underWay.isEmpty()) {
            oldestMicros = sent.timeMicros();
          }
          underWay.add(sent);
          if (suspicion.isDoubted(found.from())) {
            sent.doubt();
          } else {
            send(found.entry(), sent);
          }
        }
      }
      any = true;
    }
    return any;
  }

  /** Nothing behind one that failed: it would overtake it. */
  private boolean mayHandOver() {
    if (underWay.hasFailed() || underWay.isFull()) {
      return false;
    }
    boolean alone = suspicion.isAlone() || underWay.isDoubting();
    return !alone || !underWay.isLastUnanswered();
  }

  /** May wait for the producer's metadata, up to its {@code max.block.ms}. */
  private void send(Entry entry, Sent sent) {
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  names.apply(entry.topic()),
                  null,
                  null,
                  entry.key(),
                  entry.value(),
                  headers.of(entry.topic(), entry.eventIdText(), entry.time(), entry.traceText())),
              sent);
    } catch (KafkaException | IllegalStateException e) {
      sent.onCompletion(null, e);
    }
  }

  /** What the log has taken meanwhile is not sent twice: its answers come first. */
  private void awaitAnswers() {
    long until = System.nanoTime() + pace.answersWithin().toNanos();
    while (underWay.isUnanswered() && System.nanoTime() - until < 0 && !isPastClose()) {
      beatNanos = System.nanoTime();
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  /** Takes note of what the log has acknowledged, in order. */
  private boolean settle() {
    Position kept = null;
    Sent first = underWay.first();
    while (first != null
        && (first.state() == Sent.State.KEPT || first.state() == Sent.State.HOPELESS)) {
      if (first.state() == Sent.State.HOPELESS) {
        lost.increment();
        LOGGER
            .atError()
            .addKeyValue("topic", first.topic().map(names).orElse(""))
            .addKeyValue("eventId", first.eventIdText())
            .addKeyValue("failure", String.valueOf(first.failure()))
            .log("the log never takes this record; it is lost");
      }
      kept = first.after();
      suspicion.settled(first.from());
      underWay.removeFirst();
      first = underWay.first();
    }
    oldestMicros = underWay.oldestMicros();
    if (kept != null) {
      pause = FIRST_PAUSE;
      trouble.over();
      journal.published(kept);
    }
    return kept != null;
  }

  private void fail() {
    Sent first = underWay.firstFailed();
    if (first == null) {
      return;
    }
    if (underWay.isDoubting()) {
      if (Suspicion.isOfTheRecord(first.failure()) && underWay.doubt(first)) {
        return;
      }
      suspicion.othersFail();
    } else {
      suspicion.failed(first);
      if (suspicion.isProven()) {
        underWay.giveUp(first);
        return;
      }
    }
    trouble.is(first.topic().map(names).orElse(""), first.failure());
    beginAgain();
  }

  private void beginAgain() {
    producer.close(Duration.ZERO);
    underWay.giveWaitersBack(journal);
    journal.rewind();
    // What the old producer still answers must not be taken for the new one's.
    underWay = new UnderWay();
    do {
      pauseBeforeNext();
    } while (!connectAgain());
  }

  /** False where not even an address can be looked up. */
  private boolean connectAgain() {
    try {
      producer = producers.get();
      return true;
    } catch (KafkaException e) {
      trouble.is("", e);
      return isPastClose();
    }
  }

  private void pauseBeforeNext() {
    long until = System.nanoTime() + pause.toNanos();
    while (System.nanoTime() - until < 0 && !isPastClose()) {
      beatNanos = System.nanoTime();
      LockSupport.parkNanos(until - System.nanoTime());
    }
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
  }

  /** Naps; after many in a row sleeps, until there is something to do. */
  private void rest() {
    if (underWay.isEmpty()) {
      journal.caughtUp();
      naps++;
    }
    if (naps < NAPS_BEFORE_SLEEP) {
      LockSupport.parkNanos(NAP_NANOS);
    } else if (!asleep) {
      // Looks once more: an entry that came before this was seen wakes nobody.
      asleep = true;
    } else {
      LockSupport.parkNanos(pace.sleep().toNanos());
      asleep = false;
      naps = NAPS_BEFORE_SLEEP - 1;
    }
  }

  /** Publishes what is left, for a bounded time; what then is left stays in the journal. */
  @Override
  public void close() {
    closeNanos = System.nanoTime() + CLOSE_WITHIN.toNanos();
    closing = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(CLOSE_WITHIN.plusSeconds(5))) {
        LOGGER.atWarn().log("the publisher did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
