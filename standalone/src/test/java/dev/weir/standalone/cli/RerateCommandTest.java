package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A corrected price on a real broker; each test has topics of its own. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RerateCommandTest {

  private final Instant now = InstantSource.system().instant();
  private final LocalDate yesterday = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
  private final Instant used = yesterday.atTime(12, 34).toInstant(ZoneOffset.UTC);
  private final String span = "--from=" + yesterday;

  private Path folder = Path.of("");
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  void start(@TempDir Path given) {
    folder = given;
    broker = EmbeddedBroker.start(folder.resolve("log"), 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
    // Several, and not a dozen: hundreds of partitions take most of a minute to make.
    for (String prefix : List.of("twice.", "again.", "other.", "gone.", "none.")) {
      TopicKeeper.ensure(connection(prefix), 3);
    }
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void writesTheDifferenceOnceAndNothingTheSecondTime() throws Exception {
    apply("twice.", "1.5");
    use("twice.", "r1", "2", used);

    Ran looked = run("twice.", span, "--dry-run");
    assertThat(looked.exitCode).as(looked.err).isEqualTo(1);
    assertThat(looked.out)
        .contains("would write 2 row(s)")
        .contains("the bill changes by -0.5 USD");
    assertThat(rows("twice.")).isEmpty();

    Ran first = run("twice.", span);
    assertThat(first.exitCode).as(first.err).isZero();
    assertThat(first.out)
        .contains("wrote 2 row(s) for usage from " + yesterday)
        .contains("at the prices of version 1; the bill changes by -0.5 USD");
    assertThat(rows("twice."))
        .allSatisfy(row -> assertThat(row.getChargeClass()).isEqualTo(ChargeClass.CORRECTION))
        .extracting(row -> row.getConsumedQuantity() + " " + row.getBilledCost().toPlainString())
        .containsExactlyInAnyOrder(
            "-1000000 -2.000000000000000000", "1000000 1.500000000000000000");

    Ran second = run("twice.", span);
    assertThat(second.exitCode).as(second.err).isZero();
    assertThat(second.out).startsWith("nothing to correct: usage from " + yesterday);
    assertThat(rows("twice.")).hasSize(2);
  }

  @Test
  void correctsACorrectionAndTellsProgramsToTheLastDigit() throws Exception {
    apply("again.", "1.5");
    use("again.", "r1", "2", used);
    run("again.", span);
    apply("again.", "1.750000000001");

    Ran ran = run("again.", span, "-o", "json");

    assertThat(ran.out)
        .contains("\"policyVersion\":2,\"written\":true,\"rows\":2")
        .contains("\"difference\":{\"USD\":\"0.250000000001\"}");
    assertThat(
            rows("again.").stream()
                .map(ChargebackRow::getBilledCost)
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("-0.249999999999");
  }

  @Test
  void leavesOtherDaysAndModelsAlone() throws Exception {
    apply("other.", "1.5");
    use("other.", "r1", "2", used);

    assertThat(run("other.", span, "--model=gpt-9").out).startsWith("nothing to correct");
    assertThat(run("other.", "--from=2026-01-01", "--to=2026-01-02").out)
        .startsWith("nothing to correct");
    assertThat(run("other.", span, "--model=m", "--dry-run").exitCode).isEqualTo(1);
  }

  @Test
  void refusesDaysOfWhichUsageIsGone() throws Exception {
    apply("gone.", "1.5");
    use("gone.", "r1", "2", used);
    use("gone.", "r2", "2", now);
    LogConnection connection = connection("gone.");
    try (Admin admin = Admin.create(connection.clientProperties());
        var consumer = consumer(connection, "read_committed")) {
      var partition =
          consumer.partitionsFor(connection.topic(Topic.RATED_USAGE)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .filter(it -> consumer.endOffsets(List.of(it)).getOrDefault(it, 0L) > 0)
              .findFirst()
              .orElseThrow();
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
    }

    Ran ran = run("gone.", span);

    assertThat(ran.exitCode).isEqualTo(2);
    assertThat(ran.err)
        .startsWith("weir: gone.rated-usage no longer holds the usage of " + yesterday)
        .contains("begin on a later day");
    assertThat(rows("gone.")).isEmpty();
  }

  @Test
  void saysWhatToDoWhereNoPolicyGovernsOrTheSpanIsNone() {
    assertThat(run("none.", span).err)
        .isEqualTo("weir: no policy was ever applied, so nothing has a price\n");
    assertThat(run("none.", "--from=2026-02-02", "--to=2026-02-01").err)
        .startsWith("weir: no span of days: it ends on 2026-02-01 and begins on 2026-02-02");
  }

  private void apply(String prefix, String perMillion) {
    try (ControlPlane plane =
        ControlPlane.connect(
            connection(prefix),
            () -> new KeyEncryptionKey(new byte[32]),
            InstantSource.system(),
            new SecureRandom())) {
      plane.apply(
          """
          organisation: acme
          providers: {p: {url: "http://localhost/v1"}}
          models: {m: {provider: p}}
          teams: {search: {}}
          prices:
            - {provider: p, model: m, token-type: input, per-million: "%s", valid-from: 2026-01-01}
          """
              .formatted(perMillion),
          "jo");
    }
  }

  /** A million input tokens, as they were rated at the time. */
  private void use(String prefix, String id, String perMillion, Instant at) throws Exception {
    LogConnection connection = connection(prefix);
    String topic = connection.topic(Topic.RATED_USAGE);
    try (var serdes = new EventSerdes(connection);
        var values = serdes.<RatedUsage>serializer(Topic.RATED_USAGE);
        var producer =
            new KafkaProducer<>(
                connection.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      var rated =
          RatedUsage.newBuilder()
              .setEventId(id + "/usage/1")
              .setRequestId(id)
              .setOrganisation("acme")
              .setTeam("search")
              .setKeyId("k")
              .setProvider("p")
              .setModel("m")
              .setUsageSource(UsageSource.PROVIDER)
              .setCurrency("USD")
              .setItems(
                  List.of(
                      RatedItem.newBuilder()
                          .setTokenType("input")
                          .setTokens(1_000_000)
                          .setPricePerMillion(new BigDecimal(perMillion).setScale(12))
                          .setCost(new BigDecimal(perMillion).setScale(18))
                          .build()))
              .setUsedAt(at)
              .setOutcome(Outcome.COMPLETED)
              .build();
      producer
          .send(
              new ProducerRecord<>(
                  topic, null, at.toEpochMilli(), "search", values.serialize(topic, rated)))
          .get();
    }
  }

  /** What is committed. */
  private List<ChargebackRow> rows(String prefix) {
    LogConnection connection = connection(prefix);
    String topic = connection.topic(Topic.CHARGEBACK);
    List<ChargebackRow> rows = new ArrayList<>();
    try (var serdes = new EventSerdes(connection);
        var values = serdes.<ChargebackRow>deserializer(Topic.CHARGEBACK);
        var consumer = consumer(connection, "read_committed");
        var all = consumer(connection, "read_uncommitted")) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      // A commit is decided before it can be seen: the end is that of all that was written.
      Map<TopicPartition, Long> ends = all.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(100))) {
          rows.add(values.deserialize(topic, each.value()));
        }
      }
    }
    return rows;
  }

  private static KafkaConsumer<String, byte[]> consumer(
      LogConnection connection, String isolation) {
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", isolation);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private LogConnection connection(String prefix) {
    return new LogConnection(broker.bootstrapServers(), registry.uri(), prefix, Map.of());
  }

  private Ran run(String prefix, String... args) {
    List<String> all = new ArrayList<>(List.of("rerate"));
    all.addAll(List.of(args));
    all.add("--topic-prefix=" + prefix);
    all.add("--data=" + folder.resolve("data"));
    all.add("--bootstrap-servers=" + broker.bootstrapServers());
    all.add("--registry=" + registry.uri());
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
