package dev.weir.sinks.feed;

import dev.weir.sinks.archive.ManifestEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the archive says of itself; every series is there from the start, at zero. */
final class FeedMetrics {

  private final MeterRegistry registry;
  private final Map<String, TopicMeters> topics = new ConcurrentHashMap<>();
  private final AtomicLong openFiles = new AtomicLong();
  private final AtomicLong openBytes = new AtomicLong();

  FeedMetrics(MeterRegistry registry, Iterable<String> topicNames) {
    this.registry = registry;
    topicNames.forEach(name -> topics.put(name, new TopicMeters(registry, name)));
    Gauge.builder("weir.sinks.open.files", openFiles, AtomicLong::get)
        .description("Archive files that are being written")
        .register(registry);
    Gauge.builder("weir.sinks.open", openBytes, AtomicLong::get)
        .baseUnit("bytes")
        .description("Bytes in the archive files that are being written")
        .register(registry);
  }

  void archived(String topic, ManifestEntry.Archived file) {
    TopicMeters meters = of(topic);
    meters.files.increment();
    meters.rows.increment((double) file.rows());
    meters.bytes.increment((double) file.bytes());
  }

  void missing(String topic, long offsets) {
    of(topic).missing.increment((double) offsets);
  }

  void failed(String topic) {
    of(topic).failures.increment();
  }

  void holds(String topic, long partitions) {
    of(topic).held.set(partitions);
  }

  void unarchived(String topic, long offsets) {
    of(topic).unarchived.set(offsets);
  }

  void open(long files, long bytes) {
    openFiles.set(files);
    openBytes.set(bytes);
  }

  private TopicMeters of(String topic) {
    return topics.computeIfAbsent(topic, name -> new TopicMeters(registry, name));
  }

  private static final class TopicMeters {

    private final Counter files;
    private final Counter rows;
    private final Counter bytes;
    private final Counter missing;
    private final Counter failures;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong unarchived = new AtomicLong();

    TopicMeters(MeterRegistry registry, String topic) {
      files = counter("weir.sinks.archived.files", "Files made whole", topic, registry);
      rows = counter("weir.sinks.archived.rows", "Rows in them", topic, registry);
      bytes = counter("weir.sinks.archived.bytes", "Bytes in them", topic, registry);
      missing =
          counter(
              "weir.sinks.missing.offsets",
              "Offsets that the log deleted before they were archived",
              topic,
              registry);
      failures =
          counter("weir.sinks.failures", "Times that a partition was put on hold", topic, registry);
      Gauge.builder("weir.sinks.held.partitions", held, AtomicLong::get)
          .description("Partitions that are not read until what is wrong is mended")
          .tag("topic", topic)
          .register(registry);
      Gauge.builder("weir.sinks.unarchived.offsets", unarchived, AtomicLong::get)
          .description("Offsets of the assigned partitions that no whole file holds yet")
          .tag("topic", topic)
          .register(registry);
    }

    private static Counter counter(
        String name, String description, String topic, MeterRegistry registry) {
      return Counter.builder(name).description(description).tag("topic", topic).register(registry);
    }
  }
}
