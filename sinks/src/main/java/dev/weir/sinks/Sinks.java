package dev.weir.sinks;

import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.sinks.admin.AdminServer;
import dev.weir.sinks.archive.ArchiveDisk;
import dev.weir.sinks.archive.LocalDisk;
import dev.weir.sinks.archive.TopicArchive;
import dev.weir.sinks.feed.ArchiveFeed;
import dev.weir.sinks.feed.ArchivedTopic;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running archive: follows the topics of its configuration until it is closed. */
public final class Sinks implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Sinks.class);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
  private static final int FETCH_BYTES_MAX = 8 << 20;

  private final EventSerdes serdes;
  private final ArchiveFeed feed;
  private final Thread thread;
  private final AdminServer admin;

  private Sinks(EventSerdes serdes, ArchiveFeed feed, Thread thread, AdminServer admin) {
    this.serdes = serdes;
    this.feed = feed;
    this.thread = thread;
    this.admin = admin;
  }

  /**
   * Starts to archive. The topics need not exist yet.
   *
   * @throws IOException when the archive folder or the admin port cannot be used
   */
  public static Sinks start(SinksConfig config) throws IOException {
    ArchiveDisk disk = new LocalDisk();
    disk.createDirectories(config.archive());
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var serdes = new EventSerdes(config.log());
    var consumer = consumer(config);
    boolean started = false;
    try {
      var feed =
          new ArchiveFeed(
              consumer,
              topics(config, serdes, disk),
              config.roll(),
              config.limits(),
              meters,
              InstantSource.system());
      AdminServer admin = AdminServer.start(config.admin(), feed.health(), meters::scrape);
      Thread thread = Thread.ofPlatform().name("archive").start(feed);
      started = true;
      return new Sinks(serdes, feed, thread, admin);
    } finally {
      if (!started) {
        consumer.close();
        serdes.close();
      }
    }
  }

  public int adminPort() {
    return admin.port();
  }

  /** Makes open files whole, then stops. */
  @Override
  public void close() {
    feed.stop();
    try {
      if (!thread.join(DRAIN_MAX)) {
        LOGGER.atWarn().log("the archive did not end in time; its open files will be written anew");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    admin.close();
    serdes.close();
  }

  private static Map<String, ArchivedTopic> topics(
      SinksConfig config, EventSerdes serdes, ArchiveDisk disk) {
    Map<String, ArchivedTopic> topics = new HashMap<>();
    for (Topic topic : config.topics()) {
      String name = config.log().topic(topic);
      var archive =
          new TopicArchive(
              disk,
              config.archive(),
              name,
              topic.valueSchema().orElseThrow(),
              config.limits().rowGroupBytes());
      topics.put(name, new ArchivedTopic(archive, serdes.deserializer(topic)));
    }
    return topics;
  }

  private static Consumer<String, byte[]> consumer(SinksConfig config) {
    Map<String, Object> properties = config.log().clientProperties();
    properties.put("group.id", config.log().topicPrefix() + "archive");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    // The files say where to go on. A reset would pass over records without a word.
    properties.put("auto.offset.reset", "none");
    properties.put("allow.auto.create.topics", false);
    properties.put("metadata.max.age.ms", 5_000);
    properties.put("session.timeout.ms", 15_000);
    properties.put("fetch.max.bytes", FETCH_BYTES_MAX);
    properties.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
