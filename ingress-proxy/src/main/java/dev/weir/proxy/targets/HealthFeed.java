package dev.weir.proxy.targets;

import dev.weir.governance.routing.TargetHealth;
import dev.weir.proxy.feed.BestEffortWriter;
import dev.weir.schemas.event.RouteHealthReport;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other proxies how models have answered this one: of each model that was called since,
 * once a second at most. A report holds all that is known, so one that does not reach the log is
 * made good by the next and is only counted; that is why these do not go through the journal.
 */
public final class HealthFeed implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(HealthFeed.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long ROUNDS_BETWEEN_DELETIONS = 60;
  private static final int BUFFER_BYTES = 1024 * 1024;

  private final Targets targets;
  private final OtherProxies others;
  private final String proxyId;
  private final String topic;
  private final Serializer<RouteHealthReport> serializer;
  private final EventHeaders headers;
  private final InstantSource clock;
  private final BestEffortWriter writer;
  private final Map<String, TargetHealth> told = new HashMap<>();
  private long rounds;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /** {@code writer} is the feed's to close. */
  HealthFeed(
      Targets targets,
      OtherProxies others,
      String proxyId,
      LogConnection connection,
      EventSerdes serdes,
      InstantSource clock,
      BestEffortWriter writer) {
    this.targets = targets;
    this.others = others;
    this.proxyId = proxyId;
    this.topic = connection.topic(Topic.ROUTE_HEALTH);
    this.serializer = serdes.serializer(Topic.ROUTE_HEALTH);
    this.headers = new EventHeaders("proxy", proxyId);
    this.clock = clock;
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("weir-route-health").daemon().unstarted(this::run);
  }

  /** Starts to tell. */
  public static HealthFeed start(
      Targets targets,
      OtherProxies others,
      String proxyId,
      LogConnection connection,
      EventSerdes serdes,
      InstantSource clock) {
    HealthFeed feed =
        new HealthFeed(
            targets,
            others,
            proxyId,
            connection,
            serdes,
            clock,
            BestEffortWriter.to(
                connection.topic(Topic.ROUTE_HEALTH),
                connection,
                "weir-proxy-route-health",
                BUFFER_BYTES,
                EVERY));
    feed.thread.start();
    return feed;
  }

  private void run() {
    try {
      while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          tell();
        } catch (RuntimeException e) {
          writer.countUnsaid();
          LOGGER
              .atWarn()
              .addKeyValue("failure", e.toString())
              .log("other proxies are not told how models answer; trying again");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round: what has changed since the last one, and what nobody will renew. */
  void tell() {
    Instant now = clock.instant();
    for (Target target : targets.all()) {
      String key = Reports.key(target, proxyId);
      TargetHealth health = target.health();
      if (!health.equals(TargetHealth.NEW) && !health.equals(told.get(key))) {
        RouteHealthReport report = Reports.of(target, health.shared(now), proxyId, now);
        send(key, serializer.serialize(topic, report), now);
        told.put(key, health);
      }
    }
    if (rounds++ % ROUNDS_BETWEEN_DELETIONS == 0) {
      others.gone().forEach(key -> send(key, null, now));
    }
  }

  private void send(String key, byte @Nullable [] value, Instant now) {
    writer.write(key, value, headers.of(Topic.ROUTE_HEALTH, key + "/" + now.toEpochMilli(), now));
  }

  /** Reports that did not reach the log; each was followed by a newer one. */
  public long unsent() {
    return writer.unsent();
  }

  /** Takes back what was told: a proxy that is gone has no measurements. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(EVERY.multipliedBy(3));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Instant now = clock.instant();
      told.keySet().forEach(key -> send(key, null, now));
      told.clear();
    } catch (KafkaException e) {
      LOGGER.atDebug().addKeyValue("failure", e.toString()).log("the last report stays");
    }
    writer.close();
  }
}
