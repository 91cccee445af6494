package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditDemand;
import dev.weir.proxy.feed.BestEffortWriter;
import dev.weir.schemas.event.DemandLine;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the grantor what this proxy needs, and answers those who wait too long. Demands are
 * cumulative, so that one that does not reach the log is made good by the next: they do not go
 * through the journal.
 */
public final class DemandFeed implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(DemandFeed.class);

  /** Demands of one moment go together. */
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Duration LAST_WORDS_WITHIN = Duration.ofSeconds(1);
  private static final Duration BLOCK_MAX = Duration.ofMillis(500);
  private static final int BUFFER_BYTES = 4 * 1024 * 1024;

  /** Who says it, and under which policy. */
  public record Sender(
      String proxyId,
      long proxyEpoch,
      LongSupplier policyVersion,
      BooleanSupplier formerStartsInLog,
      InstantSource clock) {}

  private final QuotaGate gate;
  private final Sender sender;
  private final String topic;
  private final Serializer<QuotaDemand> serializer;
  private final EventHeaders headers;
  private final BestEffortWriter writer;
  private final Thread thread;
  private volatile boolean asked;
  private volatile boolean closed;

  private DemandFeed(
      QuotaGate gate,
      Sender sender,
      LogConnection connection,
      EventSerdes serdes,
      BestEffortWriter writer) {
    this.gate = gate;
    this.sender = sender;
    this.topic = connection.topic(Topic.QUOTA_DEMAND);
    this.serializer = serdes.serializer(Topic.QUOTA_DEMAND);
    this.headers = new EventHeaders("proxy", sender.proxyId());
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("weir-demand").daemon().unstarted(this::run);
  }

  /** Starts to tell. */
  public static DemandFeed start(
      QuotaGate gate, Sender sender, LogConnection connection, EventSerdes serdes) {
    DemandFeed feed =
        new DemandFeed(
            gate,
            sender,
            connection,
            serdes,
            BestEffortWriter.to(
                connection.topic(Topic.QUOTA_DEMAND),
                connection,
                "weir-proxy-demand",
                BUFFER_BYTES,
                BLOCK_MAX));
    gate.onDemand(feed::signal);
    feed.thread.start();
    return feed;
  }

  private void signal() {
    if (!asked) {
      asked = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      asked = false;
      try {
        gate.expire();
        tell();
      } catch (RuntimeException e) {
        writer.countUnsaid();
        LOGGER
            .atWarn()
            .addKeyValue("failure", e.toString())
            .log("the grantor of quotas is not told what is needed; trying again");
      }
      keepApart();
      if (!asked && !closed) {
        LockSupport.parkNanos(gate.isIdle() ? IDLE_NANOS : LOOK_NANOS);
      }
    }
  }

  /** Whoever signals meanwhile ends a wait early, and is heard with the next demand. */
  private void keepApart() {
    long until = System.nanoTime() + APART_NANOS;
    for (long left = APART_NANOS; left > 0 && !closed; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void tell() {
    Instant now = sender.clock().instant();
    for (Demands demands : gate.demands(now)) {
      QuotaDemand event =
          new QuotaDemand(
              demands.owner(),
              sender.proxyId(),
              sender.proxyEpoch(),
              demands.number(),
              sender.formerStartsInLog().getAsBoolean(),
              demands.lines().stream().map(DemandFeed::line).toList(),
              now,
              sender.policyVersion().getAsLong());
      String id =
          sender.proxyId()
              + '/'
              + sender.proxyEpoch()
              + '/'
              + demands.owner()
              + '/'
              + demands.number();
      writer.write(
          demands.owner(),
          serializer.serialize(topic, event),
          headers.of(Topic.QUOTA_DEMAND, id, now));
    }
  }

  private static DemandLine line(Demands.Line line) {
    CreditDemand demand = line.demand();
    return new DemandLine(
        line.key().account(),
        line.key().windowStart(),
        demand.spent(),
        demand.held(),
        demand.returned(),
        demand.smallest(),
        demand.needed(),
        demand.wanted(),
        demand.recallSeen(),
        demand.inFlight(),
        demand.undercount());
  }

  /** Demands that did not reach the log; each was followed by a newer one. */
  public long unsent() {
    return writer.unsent();
  }

  /** Gives back what is held: nothing is in flight any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LAST_WORDS_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      gate.giveAllBack();
      tell();
    } catch (KafkaException e) {
      LOGGER.atDebug().addKeyValue("failure", e.toString()).log("credit returns with its lease");
    }
    writer.close();
  }
}
