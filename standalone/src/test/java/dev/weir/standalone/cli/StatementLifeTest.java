package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.control.ControlLog;
import dev.weir.standalone.control.Publication;
import dev.weir.standalone.registry.SchemaRegistryServer;
import dev.weir.standalone.statement.Charges;
import dev.weir.standalone.statement.Close;
import dev.weir.standalone.statement.Statements;
import dev.weir.standalone.statement.Waiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements of a real log on the command line; each test has topics of its own. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementLifeTest {

  private static final String POLICY =
      """
      organisation: acme
      providers: {echo: {builtin: echo}}
      models: {echo-small: {provider: echo}}
      teams: {platform: {}, search: {}, support: {}}
      shared-costs:
        - {id: index, from: {team: platform}, by: cost, among: [search, support]}
      """;

  private static final YearMonth MARCH = YearMonth.of(2026, 3);
  private static final Publication BY_KIM = new Publication("kim", "", OptionalLong.empty());

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
    for (String prefix :
        List.of("forms.", "close.", "altered.", "early.", "cut.", "books.", "reconcile.")) {
      TopicKeeper.ensure(connection(prefix), 3);
    }
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void writesTheSameStatementInEveryFormAsOftenAsItIsAsked() throws IOException {
    String topics = "--topic-prefix=forms.";
    apply(topics);
    write(
        "forms.",
        Charges.row("1", "search", "web", "2026-03-02T10:00:00Z", 1_000_000),
        Charges.row("2", "search", null, "2026-03-03T10:00:00Z", 500_000),
        Charges.row("3", "support", null, "2026-03-03T10:00:00Z", 500_000),
        Charges.row("4", "platform", null, "2026-03-03T10:00:00Z", 1),
        Charges.row("5", "search", null, "2026-04-01T00:00:00Z", 7));

    Ran json = statement("search", "json", topics);
    assertThat(json.exitCode()).isZero();
    assertThat(json.err()).contains("2026-03 is open", "2 row(s)");
    assertThat(json.out()).isEqualTo(statement("search", "json", topics).out());
    JsonNode read = new JsonMapper().readTree(json.out());
    assertThat(read.at("/totals/0/usage").asText()).isEqualTo("3");
    assertThat(read.at("/totals/0/sharedCosts").asText()).isEqualTo("0.0000015");
    assertThat(read.at("/totals/0/total").asText()).isEqualTo("3.0000015");

    assertThat(statement("search", "csv", topics).out().lines())
        .contains(
            "usage,2026-03-02,web,openai,gpt-5-nano,input,openai|gpt-5-nano|input,input tokens of gpt-5-nano,1000000,0,1,2,USD,2",
            "shared,,,,,,,\"rule index: from platform to search, by cost\",,,,,USD,0.0000015",
            "total,,,,,,,to be paid,,,,,USD,3.0000015");
    List<String> focus = statement("search", "focus", topics).out().lines().toList();
    assertThat(focus.getFirst()).startsWith("BilledCost,EffectiveCost,ListCost,");
    assertThat(focus).hasSize(4);
    assertThat(focus.getLast()).contains("Adjustment", "Shared costs");

    Ran project = run("statement", "--team=search", "--month=2026-03", "--project=web", topics);
    assertThat(project.out()).contains("total,,,,,,,to be paid,,,,,USD,2\r\n");

    Path pdf = folder.resolve("statement.pdf");
    byte[] first = pdf(pdf, topics);
    assertThat(pdf(pdf, topics)).isEqualTo(first);
    try (var document = Loader.loadPDF(first)) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      assertThat(new PDFTextStripper().getText(document))
          .contains("Statement of AI use, March 2026", "Team search of acme", "3.0000015 USD");
    }
    assertThat(run("statement", "--team=serch", "--month=2026-03", topics).exitCode())
        .isEqualTo(ExitCode.FOUND);
  }

  @Test
  void closesAMonthForGoodAndPutsWhatComesLaterIntoTheNext() throws IOException {
    String topics = "--topic-prefix=close.";
    apply(topics);
    write(
        "close.",
        Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 3_000_000),
        Charges.row("2", "support", null, "2026-03-03T10:00:00Z", 1_000_000),
        Charges.row("3", "platform", null, "2026-03-03T10:00:00Z", 500_000));
    String open = statement("search", "json", topics).out();

    Ran torn = run("statement", "close", "--month=2026-03", "--team=search", topics);
    assertThat(torn.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(torn.err()).contains("shared cost 'index'", "platform, support");
    Ran closed = run("statement", "close", "--month=2026-03", "--by=kim", topics);
    assertThat(closed.exitCode()).isZero();
    assertThat(closed.out()).contains("closed 3 statement(s) of 2026-03", "6.75 USD", "2.25 USD");
    Ran again = run("statement", "close", "--month=2026-03", topics);
    assertThat(again.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(again.err()).contains("nothing to close");

    write(
        "close.",
        Charges.row("4", "search", null, "2026-03-09T10:00:00Z", 1_000_000),
        Charges.row("5", "search", null, "2026-04-01T10:00:00Z", 2_000_000),
        Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 3_000_000));

    Ran march = statement("search", "json", topics);
    assertThat(march.exitCode()).isZero();
    assertThat(march.out()).isEqualTo(open);
    assertThat(march.err()).contains("closed 20", "by kim; verified, SHA-256");
    Ran april = run("statement", "--team=search", "--month=2026-04", topics);
    assertThat(april.out())
        .contains("earlier-correction,2026-03-09,", "total,,,,,,,to be paid,,,,,USD,6\r\n");
    assertThat(run("statement", "close", "--month=2999-01", topics).err()).contains("is not over");
  }

  @Test
  void saysThatAClosedStatementIsNotTheOneThatWasClosed() throws Exception {
    String topics = "--topic-prefix=altered.";
    write("altered.", Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 3_000_000));
    assertThat(run("statement", "close", "--month=2026-03", topics).exitCode()).isZero();
    try (ControlLog log = ControlLog.connect(connection("altered."), InstantSource.system())) {
      Map<String, StatementClosing> closings = log.read(Topic.STATEMENTS, StatementClosing.class);
      closings.forEach((key, closing) -> log.write(Topic.STATEMENTS, key, altered(closing)));
    }

    Ran ran = statement("search", "json", topics);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(ran.err()).contains("NOT the statement that was closed", "and not 0000");
  }

  @Test
  void closesNoMonthWhileUsageOfItMayStillCome() {
    String topics = "--topic-prefix=early.";
    write("early.", Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 3_000_000));
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-04-03T23:59:59Z"));
    try (var statements = Statements.connect(connection("early."), clock)) {
      assertThat(statements.close(MARCH, Optional.empty(), Set.of(), BY_KIM))
          .isEqualTo(new Close.TooEarly(Instant.parse("2026-04-04T00:00:00Z")));
      assertThat(statements.close(MARCH, Optional.empty(), Set.of(Waiver.LATE_USAGE), BY_KIM))
          .isInstanceOf(Close.Closed.class);
    }
    assertThat(run("statement", "close", "--month=2026-03", topics).err())
        .contains("nothing to close");
  }

  @Test
  void closesNoMonthOfWhichTheLogHasDeletedRows() throws Exception {
    String topics = "--topic-prefix=cut.";
    write(
        "cut.",
        Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 3_000_000),
        Charges.row("2", "search", null, "2026-03-03T10:00:00Z", 3_000_000));
    deleteFirstRow("cut.");

    Ran ran = run("statement", "close", "--month=2026-03", topics);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(ran.err()).contains("nothing was closed: the log holds rows since", "--incomplete");
    Ran anyway = run("statement", "close", "--month=2026-03", "--incomplete", topics);
    assertThat(anyway.exitCode()).isZero();
  }

  private void deleteFirstRow(String prefix) throws Exception {
    String topic = connection(prefix).topic(Topic.CHARGEBACK);
    try (Admin admin = Admin.create(connection(prefix).clientProperties())) {
      int partitions =
          Objects.requireNonNull(
                  admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic))
              .partitions()
              .size();
      Map<TopicPartition, OffsetSpec> all = new HashMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
      Map<TopicPartition, RecordsToDelete> first = new HashMap<>();
      admin
          .listOffsets(all)
          .all()
          .get()
          .forEach((partition, end) -> {
            if (end.offset() > 0) {
              first.put(partition, RecordsToDelete.beforeOffset(1));
            }
          });
      admin.deleteRecords(first).all().get();
    }
  }

  private static StatementClosing altered(StatementClosing closing) {
    return StatementClosing.newBuilder(closing)
        .setStatements(
            closing.getStatements().stream()
                .map(seal ->
                    StatementSeal.newBuilder(seal).setSha256(ByteBuffer.wrap(new byte[32])).build())
                .toList())
        .build();
  }

  @Test
  void provesThatTheBooksAgreeAndSaysWhereTheyDoNot() {
    String topics = "--topic-prefix=books.";
    Instant hour = clockHour().minus(3, ChronoUnit.HOURS);
    String month = YearMonth.from(hour.atZone(ZoneOffset.UTC)).toString();
    ChargebackRow row = Charges.row("1", "search", null, hour.toString(), 1_000);
    write("books.", row);
    try (Charges charges = new Charges(connection("books."))) {
      charges.write(Topic.TOKEN_COUNTS, "search", Charges.usage("a", "search", hour, 1_000));
      charges.write(Topic.RATED_USAGE, "search", Charges.rated("a", "search", hour, 1_000));

      Ran agreed = run("statement", "--check", "--month=" + month, topics);
      assertThat(agreed.exitCode()).as(agreed.out() + agreed.err()).isZero();
      assertThat(agreed.out())
          .contains("no difference")
          .containsPattern("search +USD +0.002 +0.002 +0");

      charges.write(Topic.TOKEN_COUNTS, "search", Charges.usage("b", "search", hour, 7));
      Ran differing = run("statement", "--check", "--month=" + month, topics);
      assertThat(differing.exitCode()).isEqualTo(ExitCode.FOUND);
      assertThat(differing.out())
          .contains("search b: 7 tokens counted, none rated", "1 difference(s)");
    }
  }

  private static Instant clockHour() {
    return InstantSource.system().instant().truncatedTo(ChronoUnit.HOURS);
  }

  @Test
  void findsWhatAProviderCountsOtherwiseAndTellsTheAlertTopic() throws IOException {
    String topics = "--topic-prefix=reconcile.";
    write(
        "reconcile.",
        Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 1_000),
        Charges.row("1", "search", null, "2026-03-02T10:00:00Z", 1_000),
        Charges.row("2", "support", null, "2026-03-03T10:00:00Z", 500));
    Path export =
        Files.writeString(
            folder.resolve("usage.json"),
            """
            {"object": "page", "data": [
              {"object": "bucket", "start_time": 1772409600, "end_time": 1772496000, "results": [
                {"input_tokens": 1000, "output_tokens": 0, "input_cached_tokens": 0,
                 "model": "gpt-5-nano-2025-08-07", "api_key_id": "key_1"}]},
              {"object": "bucket", "start_time": 1772496000, "end_time": 1772582400, "results": [
                {"input_tokens": 490, "output_tokens": 0, "input_cached_tokens": 0,
                 "model": "gpt-5-nano-2025-08-07", "api_key_id": "key_1"}]}],
             "has_more": false}
            """);
    String[] command = {
      "reconcile", "--provider=openai", "--month=2026-03", export.toString(), topics
    };

    Ran within = run(command);
    assertThat(within.exitCode()).isZero();
    assertThat(within.out())
        .contains("gpt-5-nano  input tokens")
        .containsPattern("2026-03-03 +gpt-5-nano +input tokens +500 +490 +10");

    List<String> strict = new ArrayList<>(List.of(command));
    strict.addAll(List.of("--threshold=0.5%", "--alert", "-o", "json"));
    Ran beyond = run(strict.toArray(String[]::new));
    assertThat(beyond.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(new JsonMapper().readTree(beyond.out()).get("beyond").asInt()).isEqualTo(1);
    try (ControlLog log = ControlLog.connect(connection("reconcile."), InstantSource.system())) {
      Alert alert =
          Objects.requireNonNull(
              log.read(Topic.SIGHTINGS, AlertSource.class).values().iterator().next().getAlert());
      assertThat(alert.getFindingUid()).isEqualTo("reconciliation/openai/2026-03");
      assertThat(alert.getType()).isEqualTo("reconciliation");
      assertThat(alert.getObserved()).isEqualTo(1490.0);
    }
  }

  private void apply(String topics) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    assertThat(run("policy", "apply", policy.toString(), topics).exitCode()).isZero();
  }

  private void write(String prefix, ChargebackRow... rows) {
    try (ControlLog _ = ControlLog.connect(connection(prefix), InstantSource.system());
        Charges charges = new Charges(connection(prefix))) {
      for (ChargebackRow row : rows) {
        charges.write(row);
      }
    }
  }

  private byte[] pdf(Path file, String topics) throws IOException {
    Ran ran =
        run("statement", "--team=search", "--month=2026-03", "-o", "pdf", "--out=" + file, topics);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return Files.readAllBytes(file);
  }

  private Ran statement(String team, String form, String topics) {
    return run("statement", "--team=" + team, "--month=2026-03", "-o", form, topics);
  }

  private LogConnection connection(String prefix) {
    return new LogConnection(broker.bootstrapServers(), registry.uri(), prefix, Map.of());
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
