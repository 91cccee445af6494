package dev.weir.processors.view;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds views from their topics on a thread of its own, from the beginning and without end. What
 * cannot be read is logged and left out: the view keeps what it had. A failing broker is tried
 * again without end; meanwhile the views stand still.
 */
final class TopicFollower implements AutoCloseable, Freshness {

  private static final Logger LOGGER = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(5);

  private final Consumer<String, byte[]> consumer;
  private final Map<String, View> views = new HashMap<>();
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition served = lock.newCondition();
  private final CountDownLatch stop = new CountDownLatch(1);
  private long askedTickets;
  private long servedTickets;
  private volatile boolean closed;

  /** The follower owns the consumer. */
  TopicFollower(Consumer<String, byte[]> consumer) {
    this.consumer = consumer;
    this.thread = Thread.ofPlatform().name("weir-views").daemon().unstarted(this::run);
  }

  /** Reads these views, by the names of their topics, which have one partition each. */
  void start(Map<String, View> byTopicName) {
    views.putAll(byTopicName);
    List<TopicPartition> partitions =
        views.keySet().stream().map(name -> new TopicPartition(name, 0)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.start();
  }

  @Override
  public void catchUp() {
    catchUp(CATCH_UP_LIMIT);
  }

  /** Whether the views hold, within {@code limit}, all that is in the log now. */
  boolean catchUp(Duration limit) {
    lock.lock();
    try {
      long ticket = ++askedTickets;
      consumer.wakeup();
      long nanosLeft = limit.toNanos();
      while (servedTickets < ticket && nanosLeft > 0 && !closed) {
        nanosLeft = served.awaitNanos(nanosLeft);
      }
      return servedTickets >= ticket;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!closed) {
      try {
        poll();
        long ticket = newestTicket();
        if (ticket > servedTickets) {
          readToEnd();
          serve(ticket);
        }
      } catch (WakeupException e) {
        // Somebody waits to be served, or the follower closes: the loop sees to both.
      } catch (KafkaException e) {
        LOGGER.atWarn().setCause(e).log("cannot follow {}; trying again", views.keySet());
        pause();
      }
    }
  }

  private void poll() {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      try {
        Objects.requireNonNull(views.get(record.topic())).accept(record.key(), record.value());
      } catch (RuntimeException e) {
        LOGGER
            .atError()
            .setCause(e)
            .log("left out the record at {} offset {}", record.topic(), record.offset());
      }
    }
  }

  private void readToEnd() {
    Set<TopicPartition> partitions = consumer.assignment();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL_LIMIT);
    while (!closed && ends.entrySet().stream().anyMatch(this::isBehind)) {
      poll();
    }
  }

  private boolean isBehind(Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey(), CALL_LIMIT) < end.getValue();
  }

  private long newestTicket() {
    lock.lock();
    try {
      return askedTickets;
    } finally {
      lock.unlock();
    }
  }

  private void serve(long ticket) {
    lock.lock();
    try {
      servedTickets = ticket;
      served.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause() {
    try {
      closed = closed || stop.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    stop.countDown();
    consumer.wakeup();
    serve(servedTickets);
    if (thread.isAlive()) {
      try {
        thread.join(CALL_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    consumer.close();
  }
}
