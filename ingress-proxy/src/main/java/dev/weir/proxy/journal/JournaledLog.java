package dev.weir.proxy.journal;

import dev.weir.proxy.record.Envelope;
import dev.weir.proxy.record.EventLog;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log by way of the local journal: an append is a copy into memory that outlives the process.
 */
public final class JournaledLog implements EventLog {

  private static final Logger LOGGER = LoggerFactory.getLogger(JournaledLog.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Journal journal;
  private final Publisher publisher;
  private final Map<Topic, Serializer<SpecificRecordBase>> serializers;
  private final InstantSource clock;
  private final long offeredBytesMax;
  private final long openedMicros;
  private volatile boolean formerPublished;
  private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

  private JournaledLog(
      Journal journal,
      Publisher publisher,
      Map<Topic, Serializer<SpecificRecordBase>> serializers,
      InstantSource clock,
      long offeredBytesMax) {
    this.journal = journal;
    this.publisher = publisher;
    this.serializers = serializers;
    this.clock = clock;
    this.offeredBytesMax = offeredBytesMax;
    this.openedMicros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /**
   * Opens the journal, connects, and publishes what an earlier process has left.
   *
   * @param folder of this proxy alone
   * @throws JournalInUseException where another process uses the folder
   * @throws OtherLogException where it holds records for another log
   * @throws IOException where it cannot be used
   * @throws IllegalStateException where the log does not answer within the time
   */
  public static JournaledLog open(
      Path folder,
      JournalLimits limits,
      LogConnection connection,
      EventSerdes serdes,
      EventHeaders headers,
      Duration within)
      throws IOException {
    Map<Topic, Serializer<SpecificRecordBase>> serializers = new EnumMap<>(Topic.class);
    for (Topic topic : TopicCodes.WRITTEN) {
      serializers.put(topic, serdes.serializer(topic));
    }
    LogProducers producers = new LogProducers(connection);
    Journal journal = Journal.open(folder, limits);
    try {
      Producer<byte[], byte[]> first = connect(producers, folder, journal, within);
      Publisher publisher =
          new Publisher(
              journal, first, producers, producers::name, headers, Publisher.Pace.DEFAULT);
      return new JournaledLog(
          journal, publisher, serializers, InstantSource.system(), limits.bytesMax() / 2);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static Producer<byte[], byte[]> connect(
      LogProducers producers, Path folder, Journal journal, Duration within) throws IOException {
    Producer<byte[], byte[]> producer = producers.connect(within);
    try {
      producers.mark().put(folder, !journal.isPublished());
      return producer;
    } catch (IOException | RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public boolean append(Envelope envelope, SpecificRecordBase event, Told told) {
    Topic topic = envelope.topic();
    boolean awaited = !told.equals(Told.NOBODY);
    try {
      byte[] value =
          Objects.requireNonNull(serializer(topic).serialize(topic.in(""), event), "a value");
      Entry entry = Entry.of(envelope, clock.instant(), value);
      if (!journal.append(entry, awaited ? told::kept : null)) {
        noteFull();
        return false;
      }
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("topic", topic).log("an event cannot be written");
      return false;
    }
    // The publisher must see the entry, or this thread that it sleeps.
    VarHandle.fullFence();
    if (awaited) {
      publisher.hurry();
    } else {
      publisher.wake();
    }
    return true;
  }

  /** Takes no more than half of the journal, so that strangers cannot fill it. */
  @Override
  public boolean offer(Envelope envelope, SpecificRecordBase event) {
    return journal.usedBytes() < offeredBytesMax && append(envelope, event, Told.NOBODY);
  }

  private Serializer<SpecificRecordBase> serializer(Topic topic) {
    Serializer<SpecificRecordBase> serializer = serializers.get(topic);
    if (serializer == null) {
      throw new IllegalArgumentException("a proxy does not write " + topic);
    }
    return serializer;
  }

  /** At most once a second: an outage refuses thousands, and the counter has them all. */
  private void noteFull() {
    long now = System.nanoTime();
    long last = loggedNanos.get();
    if (now - last >= LOG_EVERY_NANOS && loggedNanos.compareAndSet(last, now)) {
      LOGGER
          .atError()
          .log(
              journal.cannotGrow()
                  ? "the journal takes no more: it cannot grow on its disk; make room there"
                  : "the journal takes no more: the log has not taken its records for long");
    }
  }

  @Override
  public boolean isKeepingUp(Duration within) {
    return isPublishing() && oldestSeconds() * 1e9 < within.toNanos();
  }

  /** Whether what is in the journal is on its way to the log, or waits for it. */
  public boolean isPublishing() {
    return publisher.isRunning();
  }

  /** Whether the disk lately had no room for the journal. */
  public boolean cannotGrow() {
    return journal.cannotGrow();
  }

  /** Bytes of the journal that hold what is not in the log yet, or cannot be used until then. */
  public long usedBytes() {
    return journal.usedBytes();
  }

  /** Whether all that earlier processes have left in the journal is in the log. */
  public boolean isFormerPublished() {
    if (!formerPublished) {
      formerPublished = journal.isPublished() || publisher.oldestMicros() > openedMicros;
    }
    return formerPublished;
  }

  /** Age of the oldest record that the log has not acknowledged, seconds. */
  public double oldestSeconds() {
    long oldest = publisher.oldestMicros();
    if (oldest != 0) {
      return Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()) - oldest) / 1e6;
    }
    // A publisher that stands still has not seen what came since.
    return isPublishing() || journal.isPublished() ? 0 : publisher.silentNanos() / 1e9;
  }

  /** Records that can never be in the log. Anything but zero is an incident. */
  public long lostRecords() {
    return publisher.lost();
  }

  @Override
  public void close() {
    publisher.close();
    journal.close();
  }
}
