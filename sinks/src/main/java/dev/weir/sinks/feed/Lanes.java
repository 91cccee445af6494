package dev.weir.sinks.feed;

import dev.weir.schemas.serde.RegistryUnavailableException;
import dev.weir.sinks.archive.ManifestEntry;
import dev.weir.sinks.archive.PartitionArchive;
import dev.weir.sinks.archive.RollPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assigned partitions and their files. What fails for one partition puts that one on hold and
 * leaves the others alone; a held partition is not read, so that no record is left out.
 */
final class Lanes {

  private static final Logger LOGGER = LoggerFactory.getLogger(Lanes.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Consumer<String, byte[]> consumer;
  private final Map<String, ArchivedTopic> topics;
  private final RollPolicy roll;
  private final ArchiveLimits limits;
  private final FeedMetrics metrics;
  private final InstantSource clock;
  private final Map<TopicPartition, Lane> lanes = new HashMap<>();

  Lanes(
      Consumer<String, byte[]> consumer,
      Map<String, ArchivedTopic> topics,
      RollPolicy roll,
      ArchiveLimits limits,
      FeedMetrics metrics,
      InstantSource clock) {
    this.consumer = consumer;
    this.topics = Map.copyOf(topics);
    this.roll = roll;
    this.limits = limits;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes a partition over, from where its files end. */
  void begin(TopicPartition partition) {
    Optional<PartitionArchive> archive = Optional.empty();
    try {
      archive = topic(partition).archive().open(partition.partition());
      if (archive.isEmpty()) {
        hold(partition, "another process writes its files");
        return;
      }
      position(partition, archive.get());
      lanes.put(partition, new Lane.Open(archive.get()));
    } catch (IOException | RuntimeException e) {
      archive.ifPresent(opened -> giveUp(partition, opened));
      hold(partition, "cannot begin: " + e.getMessage());
    }
  }

  /** Makes what was read whole and lets the partition go. */
  void end(TopicPartition partition) {
    if (lanes.remove(partition) instanceof Lane.Open(PartitionArchive archive)) {
      try {
        seal(partition, archive);
      } catch (IOException e) {
        LOGGER.atWarn().setCause(e).addKeyValue("partition", partition).log("file given up");
      } finally {
        giveUp(partition, archive);
      }
    }
  }

  void endAll() {
    List.copyOf(lanes.keySet()).forEach(this::end);
  }

  void write(ConsumerRecords<String, byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      if (lanes.get(partition) instanceof Lane.Open(PartitionArchive archive)) {
        write(partition, archive, records.records(partition));
        keepLimits();
      }
    }
  }

  /** What time brings: files that are old enough, held partitions to try again, fresh numbers. */
  void tick() {
    Instant now = clock.instant();
    for (Map.Entry<TopicPartition, Lane> entry : List.copyOf(lanes.entrySet())) {
      switch (entry.getValue()) {
        case Lane.Open(PartitionArchive archive) -> {
          if (archive.isDue(roll, now)) {
            sealOrHold(entry.getKey(), archive);
          }
        }
        case Lane.Held(_, Instant retryAt) -> {
          if (!now.isBefore(retryAt)) {
            begin(entry.getKey());
          }
        }
      }
    }
    measure();
  }

  /** The reasons for partitions on hold. */
  List<String> held() {
    List<String> reasons = new ArrayList<>();
    lanes.forEach((partition, lane) -> {
      if (lane instanceof Lane.Held(String reason, _)) {
        reasons.add(partition + ": " + reason);
      }
    });
    return reasons;
  }

  private void position(TopicPartition partition, PartitionArchive archive) throws IOException {
    long begin = of(partition, consumer.beginningOffsets(Set.of(partition)));
    long end = of(partition, consumer.endOffsets(Set.of(partition)));
    switch (StartPoint.decide(archive.nextOffset(), begin, end)) {
      case StartPoint.From(long offset) -> consumer.seek(partition, offset);
      case StartPoint.Late(long offset) -> {
        LOGGER
            .atWarn()
            .addKeyValue("partition", partition)
            .addKeyValue("offset", offset)
            .log("a new archive begins behind records that the log has deleted already");
        consumer.seek(partition, offset);
      }
      case StartPoint.AfterLoss(long missingFrom, long offset) -> {
        archive.noteMissing(missingFrom, offset);
        metrics.missing(partition.topic(), offset - missingFrom);
        LOGGER
            .atError()
            .addKeyValue("partition", partition)
            .addKeyValue("missingFrom", missingFrom)
            .addKeyValue("offset", offset)
            .log("records were deleted before they were archived");
        consumer.seek(partition, offset);
      }
      case StartPoint.Foreign(long archivedUntil, long logEnd) ->
          throw new IOException(
              "the archive ends at %d, the log at %d: is this another log?"
                  .formatted(archivedUntil, logEnd));
    }
    consumer.resume(Set.of(partition));
  }

  private void write(
      TopicPartition partition,
      PartitionArchive archive,
      List<ConsumerRecord<String, byte[]>> records) {
    ArchivedTopic topic = topic(partition);
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        archive.append(topic.row(record), clock.instant());
        if (archive.isDue(roll, clock.instant())) {
          seal(partition, archive);
        }
      } catch (SerializationException | RegistryUnavailableException e) {
        // What stands before the record goes into the archive; the record itself stops the lane.
        end(partition);
        hold(partition, "cannot read offset " + record.offset() + ": " + name(e));
        return;
      } catch (IOException | RuntimeException e) {
        giveUp(partition, archive);
        hold(partition, "cannot archive offset " + record.offset() + ": " + name(e));
        return;
      }
    }
  }

  private void keepLimits() {
    while (openCount() > limits.openFilesMax()) {
      sealFirst(Comparator.comparing(archive -> archive.openedAt().orElse(Instant.MAX)));
    }
    while (openBytes() > limits.openBytesMax()) {
      sealFirst(Comparator.comparingLong(PartitionArchive::openBytes).reversed());
    }
  }

  private void sealFirst(Comparator<PartitionArchive> order) {
    lanes.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Lane.Open(var archive) && archive.isOpen())
        .min(Comparator.comparing(entry -> ((Lane.Open) entry.getValue()).archive(), order))
        .ifPresent(entry -> sealOrHold(entry.getKey(), ((Lane.Open) entry.getValue()).archive()));
  }

  private void sealOrHold(TopicPartition partition, PartitionArchive archive) {
    try {
      seal(partition, archive);
    } catch (IOException e) {
      giveUp(partition, archive);
      hold(partition, "cannot finish a file: " + name(e));
    }
  }

  private void seal(TopicPartition partition, PartitionArchive archive) throws IOException {
    Optional<ManifestEntry.Archived> sealed = archive.seal();
    if (sealed.isPresent()) {
      metrics.archived(partition.topic(), sealed.get());
      // Only for tools that show the lag of a group: the files say where reading goes on.
      consumer.commitAsync(
          Map.of(partition, new OffsetAndMetadata(sealed.get().lastOffset() + 1)),
          (_, failure) -> {
            if (failure != null) {
              LOGGER.atDebug().setCause(failure).log("position not committed");
            }
          });
    }
  }

  private void giveUp(TopicPartition partition, PartitionArchive archive) {
    try {
      archive.close();
    } catch (IOException e) {
      LOGGER.atWarn().setCause(e).addKeyValue("partition", partition).log("file not closed");
    }
  }

  private void hold(TopicPartition partition, String reason) {
    Lane before = lanes.put(partition, new Lane.Held(reason, clock.instant().plus(RETRY_AFTER)));
    // A position is needed even where nothing is read; begin() finds the right one.
    consumer.seek(partition, 0);
    consumer.pause(Set.of(partition));
    if (!(before instanceof Lane.Held(String known, _)) || !known.equals(reason)) {
      metrics.failed(partition.topic());
      LOGGER
          .atError()
          .addKeyValue("partition", partition)
          .addKeyValue("reason", reason)
          .log("a partition is on hold and is not archived");
    }
  }

  private void measure() {
    for (String topic : topics.keySet()) {
      long held = 0;
      long unarchived = 0;
      for (Map.Entry<TopicPartition, Lane> entry : lanes.entrySet()) {
        if (entry.getKey().topic().equals(topic)) {
          switch (entry.getValue()) {
            case Lane.Held _ -> held++;
            case Lane.Open(PartitionArchive archive) ->
                unarchived += unarchived(entry.getKey(), archive);
          }
        }
      }
      metrics.holds(topic, held);
      metrics.unarchived(topic, unarchived);
    }
    metrics.open(openCount(), openBytes());
  }

  private long unarchived(TopicPartition partition, PartitionArchive archive) {
    OptionalLong unread = consumer.currentLag(partition);
    return unread.orElse(0) + archive.openRows();
  }

  private long openCount() {
    return archives().stream().filter(PartitionArchive::isOpen).count();
  }

  private long openBytes() {
    return archives().stream().mapToLong(PartitionArchive::openBytes).sum();
  }

  private List<PartitionArchive> archives() {
    return lanes.values().stream()
        .filter(Lane.Open.class::isInstance)
        .map(lane -> ((Lane.Open) lane).archive())
        .toList();
  }

  private ArchivedTopic topic(TopicPartition partition) {
    return Objects.requireNonNull(topics.get(partition.topic()), "not a topic of this archive");
  }

  private static long of(TopicPartition partition, Map<TopicPartition, Long> offsets) {
    return Objects.requireNonNull(offsets.get(partition), "Kafka left out a partition");
  }

  /** A class name, since a message could quote the record. */
  private static String name(Exception e) {
    return e.getClass().getSimpleName();
  }
}
