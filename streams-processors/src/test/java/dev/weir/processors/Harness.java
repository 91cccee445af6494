package dev.weir.processors;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.UnitPrice;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.failure.DeadLetters;
import dev.weir.processors.progress.Reading;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * All topologies in test drivers, with the genuine serdes and a registry in memory. Usage that one
 * writes reaches the other as it would through the log.
 */
final class Harness implements AutoCloseable {

  static final String PERSON = "Quillanore";

  /** What no name can be found beside: the reader of names fails on it. */
  static final String UNREADABLE = "unreadable for the reader of names";

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Pace PACE =
      new Pace(
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(100),
          Duration.ofHours(6));

  static final SecretFingerprints FINGERPRINTS =
      new SecretFingerprints(new KeyEncryptionKey(new byte[KeyEncryptionKey.LENGTH_BYTES]));

  final Map<String, PriceSchedule> prices = new HashMap<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  DataKeyRing keys = DataKeyRing.EMPTY;
  GoverningPolicy policy = GoverningPolicy.NONE;

  /** Until when the log was read; nothing for until now. */
  Optional<Reading> reading = Optional.empty();

  /** The starts of proxies that have nothing left to settle. */
  final Set<String> settled = new HashSet<>();

  private final LogConnection connection =
      LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081"));
  private final LeavingRegistry registry = new LeavingRegistry();
  private final EventSerdes serdes;
  private final Map<Topic, Serializer<SpecificRecordBase>> serializers = new EnumMap<>(Topic.class);
  private final Map<Topic, Deserializer<? extends SpecificRecordBase>> deserializers =
      new EnumMap<>(Topic.class);
  private final Side quota;
  private final Side orphans;
  private final Side records;
  private final Side names;

  /** What one has written and others have read, and no test yet. */
  private final Map<Topic, List<TestRecord<byte[], byte[]>>> passed = new EnumMap<>(Topic.class);

  Harness(Path stateDirectory) {
    this.serdes = serdes(connection, registry);
    var counters = new Counters(meters);
    var questions =
        new Questions(
            PACE,
            new Questions.Knowledge(
                version -> policy,
                key -> Optional.ofNullable(prices.get(key.text())),
                (subject, keyId) -> keys.opener(subject, keyId),
                FINGERPRINTS),
            new Questions.Certainty(
                () -> reading.orElseGet(() -> new Reading(now().toEpochMilli(), 1)),
                (start, _) -> settled.contains(start)),
            new Events(connection, serdes),
            new EventHeaders("processors", "test"),
            counters);
    this.quota = side(Application.Task.QUOTA, questions.quota(), stateDirectory, counters);
    this.orphans = side(Application.Task.ORPHANS, questions.orphans(), stateDirectory, counters);
    this.records = side(Application.Task.RECORDS, questions.records(), stateDirectory, counters);
    this.names =
        side(
            Application.Task.NAMES, questions.names(() -> Harness::name), stateDirectory, counters);
  }

  /** Knows one person. */
  private static List<Finding> name(CharSequence text) {
    if (text.toString().contains(UNREADABLE)) {
      throw new IllegalStateException("a defect of the reader of names");
    }
    int at = text.toString().indexOf(PERSON);
    if (at < 0) {
      return List.of();
    }
    int start = Character.codePointCount(text, 0, at);
    int end = start + PERSON.length();
    return List.of(
        new Finding(FindingType.PERSON, start, end, 0.9, "encoder-person"),
        new Finding(FindingType.TITLE, start, end, 0.9, "encoder-title"));
  }

  /** One application. */
  private record Side(Topology topology, TopologyTestDriver driver, Set<String> sources) {

    Side(Topology topology, TopologyTestDriver driver) {
      this(topology, driver, sources(topology.describe()));
    }

    private static Set<String> sources(TopologyDescription description) {
      return description.subtopologies().stream()
          .flatMap(it -> it.nodes().stream())
          .flatMap(node ->
              node instanceof TopologyDescription.Source source && source.topicSet() != null
                  ? source.topicSet().stream()
                  : Stream.empty())
          .collect(Collectors.toSet());
    }

    boolean reads(String topic) {
      return sources.contains(topic);
    }
  }

  private Side side(
      Application.Task task, Topology topology, Path stateDirectory, Counters counters) {
    var settings = new Properties();
    settings.put("application.id", "weir" + task.suffix());
    settings.put("bootstrap.servers", "nowhere:9092");
    settings.put("state.dir", stateDirectory.toString());
    settings.putAll(
        DeadLetters.settings(
            connection.topic(Topic.DEAD_LETTERS),
            counters,
            task.keptElsewhere(connection, counters)));
    return new Side(topology, new TopologyTestDriver(topology, settings, NOON));
  }

  private List<Side> sides() {
    return List.of(quota, orphans, records, names);
  }

  List<TopologyDescription> describe() {
    return sides().stream().map(it -> it.topology().describe()).toList();
  }

  private static EventSerdes serdes(LogConnection connection, SchemaRegistryClient registry) {
    try {
      for (Topic topic : Topic.values()) {
        if (topic.valueSchema().isPresent()) {
          registry.register(connection.subject(topic), new AvroSchema(topic.valueSchema().get()));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new EventSerdes(connection, registry);
  }

  /** Writes an event as a proxy would, stamped with the time of the driver's clock. */
  <T extends SpecificRecordBase> void write(Topic topic, String key, T event) {
    writeBytes(topic, key, bytes(topic, event));
  }

  void writeBytes(Topic topic, String key, byte @Nullable [] bytes) {
    for (Side side : sides()) {
      if (side.reads(connection.topic(topic))) {
        side.driver()
            .createInputTopic(
                connection.topic(topic), new StringSerializer(), new ByteArraySerializer())
            .pipeInput(key, bytes, now());
      }
    }
    passOn();
  }

  /** Usage and ends of exchanges that were closed for their proxies, and sightings of names. */
  private void passOn() {
    passed
        .computeIfAbsent(Topic.TOKEN_COUNTS, _ -> new ArrayList<>())
        .addAll(passOn(orphans, Topic.TOKEN_COUNTS, quota, records));
    passed
        .computeIfAbsent(Topic.RESPONSE_CHUNKS, _ -> new ArrayList<>())
        .addAll(passOn(orphans, Topic.RESPONSE_CHUNKS, records));
    var _ = passOn(names, Topic.SIGHTINGS, records);
  }

  private List<TestRecord<byte[], byte[]>> passOn(Side from, Topic topic, Side... to) {
    String name = connection.topic(topic);
    List<TestRecord<byte[], byte[]>> written =
        from.driver()
            .createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList();
    for (Side side : to) {
      side.driver()
          .createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer())
          .pipeRecordList(written);
    }
    return written;
  }

  <T extends SpecificRecordBase> byte[] bytes(Topic topic, T event) {
    return serializers
        .computeIfAbsent(topic, serdes::serializer)
        .serialize(connection.topic(topic), event);
  }

  /** What was written to the topic since the last call; a tombstone has no value. */
  <T extends SpecificRecordBase> List<TestRecord<String, T>> records(Topic topic) {
    String name = connection.topic(topic);
    List<TestRecord<String, T>> records = new ArrayList<>();
    for (TestRecord<byte[], byte[]> written : written(topic)) {
      records.add(
          new TestRecord<>(
              new StringDeserializer().deserialize(name, written.key()),
              written.value() == null
                  ? null
                  : this.<T>deserializer(topic).deserialize(name, written.value()),
              written.headers(),
              written.timestamp()));
    }
    return records;
  }

  // The catalogue names the class, as it does for who asks.
  @SuppressWarnings("unchecked")
  private <T extends SpecificRecordBase> Deserializer<T> deserializer(Topic topic) {
    return (Deserializer<T>) deserializers.computeIfAbsent(topic, serdes::deserializer);
  }

  private List<TestRecord<byte[], byte[]>> written(Topic topic) {
    List<TestRecord<byte[], byte[]>> written = new ArrayList<>();
    List<TestRecord<byte[], byte[]>> before = passed.remove(topic);
    if (before != null) {
      return before;
    }
    for (Side side : sides()) {
      written.addAll(
          side.driver()
              .createOutputTopic(
                  connection.topic(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readRecordsToList());
    }
    return written;
  }

  <T extends SpecificRecordBase> List<T> values(Topic topic) {
    return this.<T>records(topic).stream().map(TestRecord::value).toList();
  }

  /** How often the quota application has kept something of this store since the last call. */
  int keptOf(String store) {
    String changes = "weir" + Application.Task.QUOTA.suffix() + '-' + store + "-changelog";
    return quota
        .driver()
        .createOutputTopic(changes, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .size();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return written(Topic.DEAD_LETTERS);
  }

  /** From now on nobody says which schema an event was written with. */
  void loseRegistry() {
    registry.away = true;
  }

  void advance(Duration by) {
    clock = clock.plus(by);
    sides().forEach(side -> side.driver().advanceWallClockTime(by));
    passOn();
  }

  private Instant clock = NOON;

  Instant now() {
    return clock;
  }

  void price(String key, String perMillion) {
    prices.put(
        key,
        new PriceSchedule(
            "USD", List.of(new UnitPrice(Instant.EPOCH, new BigDecimal(perMillion)))));
  }

  double count(String meter) {
    return meters.find(meter).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Puts a policy in force from its text. */
  void policy(long version, String text) {
    policy =
        switch (PolicyParser.parse(text)) {
          case PolicyReading.Valid(var parsed) -> new GoverningPolicy(version, parsed);
          case PolicyReading.Invalid(var problems) ->
              throw new IllegalArgumentException(problems.toString());
        };
  }

  @Override
  public void close() {
    sides().forEach(side -> side.driver().close());
    serdes.close();
  }

  private static final class LeavingRegistry extends MockSchemaRegistryClient {

    private boolean away;

    @Override
    public ParsedSchema getSchemaBySubjectAndId(String subject, int id)
        throws IOException, RestClientException {
      if (away) {
        throw new ConnectException("refused");
      }
      return super.getSchemaBySubjectAndId(subject, id);
    }
  }
}
