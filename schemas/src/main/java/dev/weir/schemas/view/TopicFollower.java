package dev.weir.schemas.view;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows compacted topics from their beginning with one assigned consumer on one thread, and gives
 * each record to its view. Reads uncommitted as a rule: a quota state may only tighten, and the
 * other topics are written without transactions; {@link #committed} is for what may only be used
 * when it is certain. A record that can never be read is logged and left out. A log or a schema
 * registry that fails is tried again without end; meanwhile the views keep what they have.
 */
public final class TopicFollower implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int FETCH_WAIT_MILLIS = 100;
  static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final Supplier<Consumer<String, byte[]>> consumers;
  private final LongSupplier nanoClock;
  private final Map<String, FollowedTopic<?>> followed = new HashMap<>();
  private final Map<TopicPartition, Long> lag = new ConcurrentHashMap<>();
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition served = lock.newCondition();

  /** Who wants to know that all was read takes a number; the first is the follower's own. */
  private long askedTickets = 1;

  private long servedTickets;
  private volatile boolean caughtUp;
  private volatile @Nullable Consumer<String, byte[]> consumer;
  private volatile boolean closed;

  /** {@code clientId}: the consumer's name in the broker's logs and metrics. */
  public TopicFollower(LogConnection connection, EventSerdes serdes, String clientId) {
    this(
        connection,
        serdes,
        () -> consumer(connection, clientId, "read_uncommitted"),
        System::nanoTime);
  }

  /** Follows what was committed alone. */
  public static TopicFollower committed(
      LogConnection connection, EventSerdes serdes, String clientId) {
    return new TopicFollower(
        connection,
        serdes,
        () -> consumer(connection, clientId, "read_committed"),
        System::nanoTime);
  }

  /**
   * {@code consumers} makes the consumer, which the follower then owns. {@code nanoClock} is
   * monotonic: nothing here may stand still because somebody sets a machine's clock back.
   */
  TopicFollower(
      LogConnection connection,
      EventSerdes serdes,
      Supplier<Consumer<String, byte[]>> consumers,
      LongSupplier nanoClock) {
    this.connection = connection;
    this.serdes = serdes;
    this.consumers = consumers;
    this.nanoClock = nanoClock;
    this.thread = Thread.ofPlatform().name("weir-views").daemon().unstarted(this::run);
  }

  private static Consumer<String, byte[]> consumer(
      LogConnection connection, String clientId, String isolation) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    // A broker answers the requests of a connection one after the other: to ask for the ends of the
    // topics, which is how catching up begins, has to wait until an idle log answers the fetch.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Gives the topic's records to the view; to be called before {@link #start}. */
  public <E extends SpecificRecordBase> void follow(Topic topic, View<E> view) {
    followed.put(
        connection.topic(topic),
        new FollowedTopic<>(serdes.<E>deserializer(topic), view, nanoClock));
  }

  /** Begins to read; returns at once. */
  public void start() {
    thread.start();
  }

  /**
   * Whether every view has reached the ends that the topics had at the start. Stays true when the
   * log goes away later: what is known is then used on, and {@link #age} says how old it is.
   */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /** Whether the views hold, within {@code limit}, all that is in the log now. */
  public boolean catchUp(Duration limit) {
    lock.lock();
    try {
      long ticket = ++askedTickets;
      wakeup();
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

  /**
   * How long ago the topic's view was last known to hold all that was in the log: a few seconds
   * while all is well, and more for as long as the log or the registry does not answer.
   */
  public Duration age(Topic topic) {
    FollowedTopic<?> it =
        Objects.requireNonNull(followed.get(connection.topic(topic)), "not a followed topic");
    return Duration.ofNanos(nanoClock.getAsLong() - it.completeAtNanos());
  }

  /**
   * Records of a topic that are in the log and not yet in its view, as the log said when it last
   * answered; nothing where unknown.
   */
  public OptionalLong lag(Topic topic) {
    String name = connection.topic(topic);
    return lag.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(name))
        .mapToLong(Map.Entry::getValue)
        .reduce(Long::sum);
  }

  private void run() {
    while (!closed) {
      try (Consumer<String, byte[]> reader = consumers.get()) {
        consumer = reader;
        read(reader);
      } catch (KafkaException e) {
        pauseAfter(e);
      } finally {
        consumer = null;
      }
    }
  }

  /** Keeps its consumer, and so its place in each topic, whatever fails. */
  private void read(Consumer<String, byte[]> reader) {
    while (!closed) {
      try {
        if (reader.assignment().isEmpty()) {
          assign(reader);
        }
        settle(reader);
        if (!askWhereDue(reader)) {
          poll(reader);
        }
      } catch (WakeupException e) {
        // Somebody waits to be served, or the follower closes: the loop sees to both.
      } catch (KafkaException e) {
        pauseAfter(e);
      }
    }
  }

  private void assign(Consumer<String, byte[]> reader) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Map.Entry<String, FollowedTopic<?>> each : followed.entrySet()) {
      String topic = each.getKey();
      List<PartitionInfo> found = reader.partitionsFor(topic, CALL_LIMIT);
      if (found.isEmpty()) {
        throw new UnknownTopicOrPartitionException(topic + " does not exist yet");
      }
      List<TopicPartition> all =
          found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      each.getValue().assigned(all);
      partitions.addAll(all);
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  private void settle(Consumer<String, byte[]> reader) {
    long complete = Long.MAX_VALUE;
    for (FollowedTopic<?> topic : followed.values()) {
      topic.settle(reader);
      complete = Math.min(complete, topic.completeForTicket());
    }
    if (complete > servedTickets) {
      serve(complete);
    }
  }

  /** Whether there are answers: they may be all that somebody waits for. */
  private boolean askWhereDue(Consumer<String, byte[]> reader) {
    long ticket = newestTicket();
    boolean asked = false;
    for (FollowedTopic<?> topic : followed.values()) {
      if (topic.isDue(ticket)) {
        asked |= topic.ask(reader, ticket);
      }
    }
    return asked;
  }

  private void poll(Consumer<String, byte[]> reader) {
    ConsumerRecords<String, byte[]> records = reader.poll(POLL);
    List<RetriableException> failures = new ArrayList<>();
    for (TopicPartition partition : records.partitions()) {
      Objects.requireNonNull(followed.get(partition.topic()))
          .give(reader, records.records(partition))
          .ifPresent(failures::add);
    }
    for (TopicPartition partition : reader.assignment()) {
      reader.currentLag(partition).ifPresent(behind -> lag.put(partition, behind));
    }
    followed.values().forEach(each -> each.view().tidy());
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
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
      if (closed) {
        return; // The reading may have ended early.
      }
      servedTickets = ticket;
      caughtUp = true;
      served.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pauseAfter(KafkaException failure) {
    if (closed) {
      return;
    }
    LOGGER
        .atWarn()
        .setCause(failure)
        .addKeyValue("topics", followed.keySet())
        .log("the views cannot follow the log; trying again");
    try {
      closed = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS) || closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void wakeup() {
    Consumer<String, byte[]> reader = consumer;
    if (reader != null) {
      reader.wakeup();
    }
  }

  @Override
  public void close() {
    closed = true;
    stop.countDown();
    wakeup();
    lock.lock();
    try {
      served.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread.isAlive()) {
      try {
        thread.join(CALL_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
