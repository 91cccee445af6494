package dev.weir.schemas.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TopicFollowerTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final LogConnection connection =
      LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081"));
  private final String topic = connection.topic(Topic.POLICY);
  private final FailingRegistry registry = new FailingRegistry();
  private final EventSerdes serdes = new EventSerdes(connection, registry);
  private final RereadableLog consumer = new RereadableLog();
  private final Queue<KafkaException> failuresToConnect = new ArrayDeque<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Texts view = new Texts();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final TopicFollower follower =
      new TopicFollower(connection, serdes, this::connect, nanos::get);

  @BeforeEach
  void twoPartitions() throws Exception {
    registry.register(
        connection.subject(Topic.POLICY), new AvroSchema(Topic.POLICY.valueSchema().orElseThrow()));
    follower.follow(Topic.POLICY, view);
    for (int partition = 0; partition < 2; partition++) {
      consumer.updateBeginningOffsets(Map.of(at(partition), 0L));
      ends(partition, 0);
    }
    partitions(2);
  }

  @AfterEach
  void close() {
    follower.close();
    serdes.close();
  }

  @Test
  void readsEveryPartitionFromItsBeginning() {
    holds(0, 0, "a", bytes("first"));
    holds(1, 0, "b", bytes("second"));
    ends(0, 1);
    ends(1, 1);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "first"), Map.entry("b", "second"));
  }

  @Test
  void isCaughtUpNoSoonerThanTheEndsOfTheStartAreRead() {
    ends(0, 1);
    follower.start();
    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    assertThat(follower.isCaughtUp()).isFalse();

    holds(0, 0, "a", bytes("first"));

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.isCaughtUp()).isTrue();
  }

  @Test
  void staysCaughtUpWhenTheLogGrows() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();

    ends(0, 1);

    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    assertThat(follower.isCaughtUp()).isTrue();
  }

  @Test
  void catchesUpWithWhatWasWrittenBeforeTheCall() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    consumer.schedulePollTask(() -> holds(1, 0, "a", bytes("late")));
    ends(1, 1);

    assertThat(follower.catchUp(SOON)).isTrue();

    assertThat(view.texts).containsEntry("a", "late");
  }

  @Test
  void givesATombstoneAsNothing() {
    holds(0, 0, "a", bytes("first"));
    holds(0, 1, "a", null);
    ends(0, 2);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).isEmpty();
  }

  @Test
  void leavesOutWhatCannotBeReadTellsTheViewAndGoesOn() {
    holds(0, 0, "a", bytes("first"));
    holds(0, 1, "a", new byte[] {1, 2, 3});
    holds(0, 2, "a", unknownSchema());
    holds(0, 3, "a", bytes("refuse me"));
    holds(0, 4, "b", bytes("last"));
    ends(0, 5);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "first"), Map.entry("b", "last"));
    assertThat(view.leftOut).containsExactly("a", "a", "a");
  }

  @Test
  void goesOnFromItsPlaceWhenTheLogFails() {
    holds(0, 0, "a", bytes("older"));
    holds(0, 1, "a", bytes("newer"));
    ends(0, 2);
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    consumer.setPollException(new KafkaException("the broker is away"));
    consumer.schedulePollTask(() -> holds(0, 2, "b", bytes("next")));
    ends(0, 3);

    assertThat(follower.catchUp(SOON)).isTrue();

    assertThat(view.seen).containsExactly("older", "newer", "next");
  }

  @Test
  void waitsForARegistryThatIsAwayAndLeavesNothingOut() {
    registry.failures.add(new IOException("connection refused"));
    registry.failures.add(new RestClientException("starting", 503, 50301));
    holds(0, 0, "a", bytes("first"));
    holds(0, 1, "a", bytes("second"));
    holds(1, 0, "b", bytes("other"));
    ends(0, 2);
    ends(1, 1);

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "second"), Map.entry("b", "other"));
    assertThat(view.seen).containsExactlyInAnyOrder("first", "second", "other");
    assertThat(registry.failures).isEmpty();
  }

  @Test
  void isNotCaughtUpWhileTheRegistryIsAway() {
    registry.away = true;
    holds(0, 0, "a", bytes("first"));
    ends(0, 1);
    follower.start();
    registry.awaitQuestion();

    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    assertThat(follower.isCaughtUp()).isFalse();

    registry.away = false;
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(view.texts).containsOnly(Map.entry("a", "first"));
  }

  @Test
  void connectsAgainUntilItCan() {
    failuresToConnect.add(new KafkaException("no address"));

    follower.start();

    assertThat(follower.catchUp(SOON)).isTrue();
  }

  @Test
  void waitsForATopicThatDoesNotExistYet() {
    consumer.updatePartitions(topic, List.of());
    follower.start();
    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();

    partitions(2);

    assertThat(follower.catchUp(SOON)).isTrue();
  }

  @Test
  void tellsHowManyRecordsOfAllPartitionsAreNotReadYet() {
    assertThat(follower.lag(Topic.POLICY)).isEmpty();
    holds(0, 0, "a", bytes("first"));
    ends(0, 1);
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.lag(Topic.POLICY)).hasValue(0);
    assertThat(follower.lag(Topic.PRICE_BOOK)).isEmpty();

    ends(0, 4);
    ends(1, 2);
    assertThat(follower.catchUp(Duration.ofMillis(1))).isFalse();
    view.awaitRound();

    assertThat(follower.lag(Topic.POLICY)).hasValue(5);
  }

  @Test
  void tellsSinceWhenTheLogDoesNotAnswer() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.age(Topic.POLICY)).isZero();
    view.awaitRound();

    consumer.away = true;
    consumer.awaitQuestionAfter(() -> pass(Duration.ofSeconds(30)));
    view.awaitRound();

    assertThat(follower.age(Topic.POLICY)).isEqualTo(Duration.ofSeconds(30));
    assertThat(follower.lag(Topic.POLICY)).hasValue(0);
    assertThat(follower.isCaughtUp()).isTrue();

    consumer.away = false;
    pass(Duration.ofSeconds(2));
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.age(Topic.POLICY)).isZero();
  }

  @Test
  void provesFromTimeToTimeThatTheLogAnswers() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    for (int i = 0; i < 5; i++) {
      consumer.awaitQuestionAfter(() -> pass(Duration.ofSeconds(10)));
      view.awaitRound();

      assertThat(follower.age(Topic.POLICY)).isZero();
    }
  }

  @Test
  void readsOnWhileTheEndsOfATopicAreNotKnown() {
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();
    consumer.away = true;
    consumer.awaitQuestionAfter(() -> pass(Duration.ofSeconds(30)));
    view.awaitRound();

    holds(0, 0, "a", bytes("first"));
    view.awaitRound();

    assertThat(view.texts).containsOnly(Map.entry("a", "first"));
  }

  @Test
  void tellsTheAgeOfEachViewByItself() throws Exception {
    String prices = connection.topic(Topic.PRICE_BOOK);
    registry.register(
        connection.subject(Topic.PRICE_BOOK),
        new AvroSchema(Topic.PRICE_BOOK.valueSchema().orElseThrow()));
    View<Price> nothing = (_, _) -> {};
    follower.follow(Topic.PRICE_BOOK, nothing);
    consumer.updatePartitions(prices, infos(prices, 1));
    consumer.updateBeginningOffsets(Map.of(new TopicPartition(prices, 0), 0L));
    consumer.updateEndOffsets(Map.of(new TopicPartition(prices, 0), 0L));
    follower.start();
    assertThat(follower.catchUp(SOON)).isTrue();

    ends(0, 1);
    pass(Duration.ofSeconds(30));
    view.awaitRound();
    assertThat(follower.age(Topic.PRICE_BOOK)).isZero();
    assertThat(follower.age(Topic.POLICY)).isEqualTo(Duration.ofSeconds(30));

    holds(0, 0, "a", bytes("first"));
    assertThat(follower.catchUp(SOON)).isTrue();
    assertThat(follower.age(Topic.POLICY)).isZero();
  }

  @Test
  void closingReleasesWhoWaitsAndTheConsumer() throws Exception {
    ends(0, 1);
    follower.start();
    var answer = new FutureTask<>(() -> follower.catchUp(Duration.ofMinutes(10)));
    Thread waiting = Thread.ofPlatform().start(answer);
    awaitWaiting(waiting);
    assertThat(connected.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

    follower.close();

    assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS)).isFalse();
    assertThat(consumer.closed()).isTrue();
    assertThat(follower.isCaughtUp()).isFalse();
  }

  private static void awaitWaiting(Thread thread) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Consumer<String, byte[]> connect() {
    KafkaException failure = failuresToConnect.poll();
    if (failure != null) {
      throw failure;
    }
    connected.countDown();
    return consumer;
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(topic, partition);
  }

  private void partitions(int count) {
    consumer.updatePartitions(topic, infos(topic, count));
  }

  private static List<PartitionInfo> infos(String name, int count) {
    Node[] nodes = {new Node(1, "nowhere", 9092)};
    return IntStream.range(0, count)
        .mapToObj(partition -> new PartitionInfo(name, partition, nodes[0], nodes, nodes))
        .toList();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void ends(int partition, long offset) {
    consumer.updateEndOffsets(Map.of(at(partition), offset));
  }

  /** A record to be read as soon as the follower has taken up the partition. */
  private void holds(int partition, long offset, String key, byte @Nullable [] value) {
    var record = new ConsumerRecord<>(topic, partition, offset, key, value);
    consumer.schedulePollTask(() -> consumer.addRecord(record));
  }

  private byte[] bytes(String text) {
    Serializer<PolicyEntry> serializer = serdes.serializer(Topic.POLICY);
    return serializer.serialize(
        topic, new PolicyEntry(new PolicyDocument(1L, text, Instant.EPOCH, "test", "", "")));
  }

  /** An event whose schema the registry does not know. */
  private byte[] unknownSchema() {
    byte[] bytes = bytes("lost");
    bytes[3] = 99;
    return bytes;
  }

  /**
   * Gives a record again to who seeks back to it, which the mock has forgotten by then. Says
   * nothing of ends while it is away; reading looks then as if nothing was written.
   */
  private static final class RereadableLog extends MockConsumer<String, byte[]> {

    private final List<ConsumerRecord<String, byte[]>> given = new ArrayList<>();
    private final Semaphore questions = new Semaphore(0);
    private volatile boolean away;

    RereadableLog() {
      super("earliest");
    }

    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
      ConsumerRecords<String, byte[]> records = super.poll(timeout);
      records.forEach(given::add);
      return records;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      questions.release();
      if (away) {
        throw new TimeoutException("no answer");
      }
      return super.endOffsets(partitions, timeout);
    }

    void awaitQuestionAfter(Runnable cause) {
      questions.drainPermits();
      cause.run();
      try {
        assertThat(questions.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      given.removeIf(record -> {
        boolean again = record.partition() == partition.partition() && record.offset() >= offset;
        if (again) {
          addRecord(record);
        }
        return again;
      });
    }
  }

  /** Answers, as long as nothing else was ordered. */
  private static final class FailingRegistry extends MockSchemaRegistryClient {

    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean away;

    @Override
    public ParsedSchema getSchemaBySubjectAndId(String subject, int id)
        throws IOException, RestClientException {
      asked.countDown();
      Exception failure = away ? new IOException("away") : failures.poll();
      return switch (failure) {
        case IOException e -> throw e;
        case RestClientException e -> throw e;
        case null, default -> super.getSchemaBySubjectAndId(subject, id);
      };
    }

    void awaitQuestion() {
      try {
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The texts of the documents, by their keys. */
  private static final class Texts implements View<PolicyEntry> {

    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> leftOut = new CopyOnWriteArrayList<>();
    private long rounds;

    @Override
    public void leftOut(String key) {
      leftOut.add(key);
    }

    @Override
    public void replay(String key, @Nullable PolicyEntry entry) {
      if (entry == null) {
        texts.remove(key);
        return;
      }
      String text = ((PolicyDocument) entry.getEntry()).getText();
      if (text.equals("refuse me")) {
        throw new IllegalArgumentException("of no use");
      }
      seen.add(text);
      texts.put(key, text);
    }

    @Override
    public synchronized void tidy() {
      rounds++;
      notifyAll();
    }

    /** Waits until a whole round of reading has passed. */
    synchronized void awaitRound() {
      long until = rounds + 2;
      try {
        while (rounds < until) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
