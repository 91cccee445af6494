package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.processors.Processors;
import dev.weir.processors.store.CreditHolder;
import dev.weir.processors.store.EscrowBook;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How limits stand by what processors wrote to a real broker. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsCommandTest {

  private static final String POLICY =
      """
      organisation: acme
      limits:
        - {id: whole, unit: requests, window: total, max: 500}
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo, upstream-model: echo-1}
      teams:
        search:
          limits:
            - {id: run, unit: tokens, window: total, max: 100, each: [agent-run]}
            - {id: seen, unit: tokens, window: total, max: 90, mode: soft}
            - {id: sum, unit: tokens, window: total, max: 1000}
            - {id: today, unit: usd, window: day, time-zone: Europe/Berlin, max: 2.50}
      """;
  private static final long HEARD = 1_790_000_000_000L;

  private Path folder = Path.of("");
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  void start(@TempDir Path given) throws Exception {
    folder = given;
    broker = EmbeddedBroker.start(folder.resolve("log"), 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
    LogConnection log =
        new LogConnection(broker.bootstrapServers(), registry.uri(), "weir.", Map.of());
    try (ControlPlane control =
        ControlPlane.connect(
            log,
            () -> new KeyEncryptionKey(new byte[32]),
            InstantSource.system(),
            new SecureRandom())) {
      control.apply(POLICY, "test");
    }
    count(log, "seen", 120);
    grant(log);
  }

  private static void count(LogConnection log, String limit, long spent) throws Exception {
    QuotaState state =
        QuotaState.newBuilder()
            .setTeam("search")
            .setPolicyId(limit)
            .setUnit("tokens")
            .setWindowStart(Instant.EPOCH)
            .setLimit(90)
            .setMode("soft")
            .setSpent(spent)
            .setVersion(1)
            .setPolicyVersion(1)
            .setSeen(Map.of())
            .setUpdatedAt(Instant.EPOCH)
            .build();
    try (var serdes = new EventSerdes(log);
        var producer =
            new KafkaProducer<String, QuotaState>(
                log.clientProperties(),
                new StringSerializer(),
                serdes.<QuotaState>serializer(Topic.QUOTA_STATE))) {
      var _ =
          producer
              .send(
                  new ProducerRecord<>(
                      log.topic(Topic.QUOTA_STATE), "search|" + limit + "|0", state))
              .get();
    }
  }

  /** Two proxies have credit; what a grantor wrote that died before its commit is not true. */
  private static void grant(LogConnection log) throws Exception {
    String topic = Processors.grantorBooks(log).topic();
    assertThat(topic).isEqualTo("weir-quota-quota-escrow-changelog");
    try (Admin admin = Admin.create(log.clientProperties())) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(2), Optional.empty())))
          .all()
          .get();
    }
    Map<String, Object> properties = log.clientProperties();
    properties.put("transactional.id", "grantor");
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      Map<String, CreditHolder> holders = new HashMap<>();
      holders.put("p1:7", holder(400, 150, 200, 3, 20));
      holders.put("p2:8", holder(100, 30, 0, 0, 0));
      write(producer, topic, "search|sum|0", book(40, holders, true));
      write(producer, topic, "search|run/agent-run=a+b|0", book(7, Map.of(), false));
      producer.commitTransaction();
      producer.beginTransaction();
      write(producer, topic, "search|sum|0", book(999, Map.of(), false));
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static void write(
      KafkaProducer<String, byte[]> producer, String topic, String account, EscrowBook book) {
    byte[] bytes = StoreSerdes.of(EscrowBook.class).serializer().serialize(topic, book);
    var _ = producer.send(new ProducerRecord<>(topic, account, bytes));
  }

  private static EscrowBook book(
      long elsewhere, Map<String, CreditHolder> holders, boolean scarce) {
    return new EscrowBook(elsewhere, 0L, 0L, scarce, holders, HEARD, 0L, 0L, 0L);
  }

  private static CreditHolder holder(
      long granted, long spent, long held, long inFlight, long undercount) {
    return new CreditHolder(
        granted,
        0L,
        spent,
        HEARD,
        0L,
        "GRANTED",
        5L,
        spent,
        held,
        0L,
        0L,
        0L,
        0L,
        0L,
        inFlight,
        undercount);
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void tellsProgramsWhatIsSpentOnLeaseAndFree() {
    assertThat(run("limits", "--limit=sum", "-o", "json").out())
        .isEqualTo(
            "{\"id\":\"sum\",\"owner\":\"search\",\"scope\":\"team/search\",\"account\":\"sum\","
                + "\"unit\":\"tokens\",\"mode\":\"hard\",\"window\":\"total\",\"timeZone\":\"Z\","
                + "\"windowStart\":null,\"windowEnd\":null,\"max\":1000,\"burst\":null,"
                + "\"spent\":220,\"free\":460,\"onLease\":320,\"bound\":1060,\"overspent\":0,"
                + "\"scarce\":true,\"leases\":["
                + "{\"proxy\":\"p1\",\"start\":7,\"granted\":400,\"onLease\":250,\"held\":200,"
                + "\"inFlight\":3,\"live\":false,\"heardAt\":\"2026-09-21T14:13:20Z\"},"
                + "{\"proxy\":\"p2\",\"start\":8,\"granted\":100,\"onLease\":70,\"held\":0,"
                + "\"inFlight\":0,\"live\":false,\"heardAt\":\"2026-09-21T14:13:20Z\"}],"
                + "\"stopped\":[]}\n");
  }

  @Test
  void showsALimitThatIsKeptByCountsWithoutCredit() {
    assertThat(run("limits", "--limit=seen", "-o", "json").out())
        .contains("\"mode\":\"soft\"", "\"max\":90", "\"spent\":120", "\"free\":0")
        .contains("\"onLease\":null,\"bound\":null", "\"leases\":[]");
  }

  @Test
  void showsALimitThatNobodyHasUsed() {
    assertThat(run("limits", "--limit=today", "-o", "json").out())
        .contains("\"unit\":\"usd\"", "\"max\":2500000000", "\"timeZone\":\"Europe/Berlin\"")
        .contains("\"spent\":0,\"free\":2500000000,\"onLease\":0,\"bound\":2500000000")
        .containsPattern("\"windowStart\":\"20..-..-..T2[23]:00:00Z\"");
  }

  @Test
  void showsEachValueThatWasUsed() {
    assertThat(run("limits", "--limit=run", "-o", "json").out())
        .contains("\"scope\":\"team/search, each agent-run\"")
        .contains("\"account\":\"run/agent-run=a+b\"", "\"spent\":7,\"free\":93");
  }

  @Test
  void saysWhatIsStopped() {
    String topics = "--topic-prefix=stopped.";
    try (ControlPlane control =
        ControlPlane.connect(
            new LogConnection(broker.bootstrapServers(), registry.uri(), "stopped.", Map.of()),
            () -> new KeyEncryptionKey(new byte[32]),
            InstantSource.system(),
            new SecureRandom())) {
      control.apply(POLICY, "test");
    }
    run("stop", "--team=search", topics);

    assertThat(run("limits", "--limit=sum", "-o", "json", topics).out())
        .contains("\"stopped\":[\"team/search\"]");
    assertThat(run("limits", "--team=*", "-o", "json", topics).out())
        .as("others are not")
        .contains("\"id\":\"whole\"", "\"stopped\":[]");
  }

  /** The first bytes of a value name its schema. */
  @ParameterizedTest
  @CsvSource({"newer., c3010102030405060708", "broken., 00"})
  void saysInALineWhatItCannotRead(String prefix, String bytes) throws Exception {
    LogConnection log =
        new LogConnection(broker.bootstrapServers(), registry.uri(), prefix, Map.of());
    try (ControlPlane control =
        ControlPlane.connect(
            log,
            () -> new KeyEncryptionKey(new byte[32]),
            InstantSource.system(),
            new SecureRandom())) {
      control.apply(POLICY, "test");
    }
    String topic = Processors.grantorBooks(log).topic();
    try (Admin admin = Admin.create(log.clientProperties())) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
    try (var producer =
        new KafkaProducer<>(
            log.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      var _ =
          producer
              .send(new ProducerRecord<>(topic, "search|sum|0", HexFormat.of().parseHex(bytes)))
              .get();
    }

    Ran ran = run("limits", "--topic-prefix=" + prefix);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).hasLineCount(1).startsWith("weir: ").contains("'search|sum|0'", topic);
  }

  @Test
  void showsPeopleEveryLimit() {
    List<String> lines = run("limits").out().lines().toList();

    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst()).matches("TEAM +LIMIT +MODE +SPENT +ON-LEASE +FREE +OF +BOUND .*");
    assertThat(lines.get(1))
        .matches("\\* +whole +hard +0 +0 +500 +500 +500 +requests +total +- +-");
    assertThat(lines.get(4))
        .matches("search +sum +hard +220 +320 +460 +1000 +1060 +tokens +total +- +-");
  }

  @Test
  void saysWhereThereIsNone() {
    Ran ran = run("limits", "--team=serch");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(ran.err()).isEqualTo("weir: there is no such limit\n");
  }

  private Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
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
