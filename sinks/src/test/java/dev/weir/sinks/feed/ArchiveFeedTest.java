package dev.weir.sinks.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.serde.RegistryUnavailableException;
import dev.weir.sinks.archive.LocalDisk;
import dev.weir.sinks.archive.RollPolicy;
import dev.weir.sinks.archive.TopicArchive;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test's log tells the feed to stop once it has delivered what the test is about. */
final class ArchiveFeedTest {

  private static final Schema VALUE =
      SchemaBuilder.record("Entry").fields().requiredString("text").endRecord();
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final RollPolicy LARGE = new RollPolicy(1 << 30, 1_000, Duration.ofDays(1));
  private static final TopicPartition P0 = new TopicPartition("audit", 0);
  private static final TopicPartition P1 = new TopicPartition("audit", 1);

  @TempDir private Path directory;

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = NOON;
  private ArchiveFeed feed;

  @BeforeEach
  void begin() {
    feed = feed(LARGE, ArchiveLimits.DEFAULT);
  }

  @Test
  void archivesWhatItReadWhenItStops() throws IOException {
    offsets(P0, 0, 2);
    script(() -> consumer.rebalance(List.of(P0)), () -> deliver(P0, 0, 1), feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 1));
    assertThat(counter("weir.sinks.archived.rows")).isEqualTo(2);
  }

  @Test
  void goesOnWhereTheFilesEndWhateverWasCommitted() throws IOException {
    offsets(P0, 0, 2);
    script(() -> consumer.rebalance(List.of(P0)), () -> deliver(P0, 0, 1), feed::stop);
    feed.run();

    var again = new MockConsumer<String, byte[]>("none");
    again.updateBeginningOffsets(Map.of(P0, 0L));
    again.updateEndOffsets(Map.of(P0, 2L));
    ArchiveFeed second = feed(again, LARGE, ArchiveLimits.DEFAULT);
    again.schedulePollTask(() -> again.rebalance(List.of(P0)));
    again.schedulePollTask(() -> {
      assertThat(again.position(P0)).isEqualTo(2);
      second.stop();
    });
    second.run();

    assertThat(files()).containsExactly(file(0, 0, 1));
  }

  @Test
  void finishesTheFileOfAPartitionThatIsTakenAway() throws IOException {
    offsets(P0, 0, 2);
    offsets(P1, 0, 0);
    script(
        () -> consumer.rebalance(List.of(P0, P1)),
        () -> deliver(P0, 0, 1),
        () -> consumer.rebalance(List.of(P1)),
        () -> assertThat(files()).containsExactly(file(0, 0, 1)),
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 1));
  }

  @Test
  void finishesAFileOnceItIsOldEnough() throws IOException {
    feed = feed(new RollPolicy(1 << 30, 1_000, Duration.ofSeconds(2)), ArchiveLimits.DEFAULT);
    offsets(P0, 0, 1);
    script(
        () -> consumer.rebalance(List.of(P0)),
        () -> deliver(P0, 0),
        () -> now = NOON.plusSeconds(2),
        () -> assertThat(files()).containsExactly(file(0, 0, 0)),
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 0));
  }

  @Test
  void finishesTheOldestFileWhenTooManyAreOpen() throws IOException {
    feed = feed(LARGE, new ArchiveLimits(1, 1 << 30, 1 << 16));
    offsets(P0, 0, 1);
    offsets(P1, 0, 1);
    script(
        () -> consumer.rebalance(List.of(P0, P1)),
        () -> deliver(P0, 0),
        () -> now = NOON.plusSeconds(1),
        () -> deliver(P1, 0),
        () -> assertThat(files()).containsExactly(file(0, 0, 0)),
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 0), file(1, 0, 0));
  }

  @Test
  void reportsRecordsThatWereDeletedBeforeTheyWereArchived() throws IOException {
    offsets(P0, 0, 2);
    script(() -> consumer.rebalance(List.of(P0)), () -> deliver(P0, 0, 1), feed::stop);
    feed.run();

    var again = new MockConsumer<String, byte[]>("none");
    again.updateBeginningOffsets(Map.of(P0, 7L));
    again.updateEndOffsets(Map.of(P0, 9L));
    ArchiveFeed second = feed(again, LARGE, ArchiveLimits.DEFAULT);
    again.schedulePollTask(() -> again.rebalance(List.of(P0)));
    again.schedulePollTask(second::stop);
    second.run();

    assertThat(counter("weir.sinks.missing.offsets")).isEqualTo(5);
    assertThat(directory.resolve("audit/manifest.jsonl"))
        .content()
        .endsWith("{\"kind\":\"missing\",\"partition\":0,\"from\":2,\"until\":7}\n");
  }

  @Test
  void holdsAPartitionAtARecordThatCannotBeRead() throws IOException {
    offsets(P0, 0, 3);
    offsets(P1, 0, 1);
    script(
        () -> consumer.rebalance(List.of(P0, P1)),
        () -> {
          deliver(P0, 0);
          consumer.addRecord(record(P0, 1, "garbage"));
          deliver(P0, 2);
          deliver(P1, 0);
        },
        () ->
            assertThat(feed.health().problems())
                .containsExactly("audit-0: cannot read offset 1: SerializationException"),
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 0), file(1, 0, 0));
  }

  @Test
  void waitsForARegistryThatIsAwayAndKeepsWhatItReadBefore() throws IOException {
    offsets(P0, 0, 2);
    script(
        () -> consumer.rebalance(List.of(P0)),
        () -> {
          deliver(P0, 0);
          consumer.addRecord(record(P0, 1, "away"));
        },
        () -> {
          assertThat(feed.health().problems())
              .containsExactly("audit-0: cannot read offset 1: RegistryUnavailableException");
          assertThat(files()).containsExactly(file(0, 0, 0));
          now = NOON.plusSeconds(5);
        },
        () -> deliver(P0, 1),
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 0), file(0, 1, 1));
  }

  @Test
  void triesAHeldPartitionAgain() throws IOException {
    offsets(P0, 0, 1);
    var other =
        new TopicArchive(new LocalDisk(), directory, "audit", VALUE, 1 << 16).open(0).orElseThrow();
    script(
        () -> consumer.rebalance(List.of(P0)),
        () -> {
          assertThat(feed.health().problems())
              .containsExactly("audit-0: another process writes its files");
          close(other);
          now = NOON.plusSeconds(5);
        },
        () -> deliver(P0, 0),
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 0));
  }

  @Test
  void goesOnOnceTheLogCanBeReadAgain() throws IOException {
    offsets(P0, 0, 1);
    script(
        () -> consumer.rebalance(List.of(P0)),
        () -> consumer.setPollException(new TopicAuthorizationException("audit")),
        () -> {
          assertThat(feed.health().problems())
              .containsExactly("cannot read the log: TopicAuthorizationException");
          deliver(P0, 0);
        },
        feed::stop);

    feed.run();

    assertThat(files()).containsExactly(file(0, 0, 0));
  }

  @Test
  void refusesAnArchiveOfAnotherLog() throws IOException {
    offsets(P0, 0, 2);
    script(() -> consumer.rebalance(List.of(P0)), () -> deliver(P0, 0, 1), feed::stop);
    feed.run();

    var again = new MockConsumer<String, byte[]>("none");
    again.updateBeginningOffsets(Map.of(P0, 0L));
    again.updateEndOffsets(Map.of(P0, 1L));
    ArchiveFeed second = feed(again, LARGE, ArchiveLimits.DEFAULT);
    again.schedulePollTask(() -> again.rebalance(List.of(P0)));
    again.schedulePollTask(() -> {
      assertThat(second.health().problems())
          .singleElement()
          .asString()
          .endsWith("the archive ends at 2, the log at 1: is this another log?");
      second.stop();
    });
    second.run();
  }

  private ArchiveFeed feed(RollPolicy roll, ArchiveLimits limits) {
    return feed(consumer, roll, limits);
  }

  private ArchiveFeed feed(
      MockConsumer<String, byte[]> log, RollPolicy roll, ArchiveLimits limits) {
    var archive = new TopicArchive(new LocalDisk(), directory, "audit", VALUE, 1 << 16);
    return new ArchiveFeed(
        log, Map.of("audit", new ArchivedTopic(archive, TEXT)), roll, limits, meters, () -> now);
  }

  private void script(Runnable... steps) {
    for (Runnable step : steps) {
      consumer.schedulePollTask(step);
    }
  }

  private void offsets(TopicPartition partition, long begin, long end) {
    consumer.updateBeginningOffsets(Map.of(partition, begin));
    consumer.updateEndOffsets(Map.of(partition, end));
  }

  private void deliver(TopicPartition partition, long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(record(partition, offset, "text " + offset));
    }
  }

  private static ConsumerRecord<String, byte[]> record(
      TopicPartition partition, long offset, String text) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        "key",
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static final Deserializer<IndexedRecord> TEXT =
      (_, bytes) -> {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals("away")) {
          throw new RegistryUnavailableException("away", new IOException());
        }
        if (!text.startsWith("text")) {
          throw new SerializationException("no text");
        }
        return new GenericRecordBuilder(VALUE).set("text", text).build();
      };

  private double counter(String name) {
    return meters.get(name).tag("topic", "audit").counter().count();
  }

  private static String file(int partition, long first, long last) {
    return "%d/%020d-%020d.parquet".formatted(partition, first, last);
  }

  private List<String> files() {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> path.toString().endsWith(".parquet"))
          .map(path -> directory.resolve("audit").relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
