package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.BurnForecast;
import dev.weir.schemas.event.BurnReport;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the processors have reported of budgets, from a real broker. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BurnCommandTest {

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
    TopicKeeper.ensure(log, 3);
    try (var serdes = new EventSerdes(log);
        var producer =
            new KafkaProducer<String, BurnReport>(
                log.clientProperties(),
                new StringSerializer(),
                serdes.<BurnReport>serializer(Topic.BURN))) {
      for (BurnReport each : List.of(report("search"), total("ads"))) {
        var _ =
            producer
                .send(
                    new ProducerRecord<>(
                        log.topic(Topic.BURN), each.getTeam() + "|" + each.getPolicyId(), each))
                .get();
      }
    }
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void showsEveryBudget() {
    List<String> lines = run("burn").out().lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).matches("TEAM +LIMIT +SPENT +OF .*FORECAST +RANGE .*");
    assertThat(lines.get(1)).matches("ads +whole +7 +0 +requests +100 % +- +- +- +- +- .*");
    assertThat(lines.get(2))
        .matches(
            "search +monthly +250000 +1000000 +tokens +25 % +14.40 +2.00 +0.50 +900000"
                + " +700000..1100000 +2026-12-01T00:00:00Z +2026-11-29T10:11:00Z +fast .*");
  }

  @Test
  void tellsProgramsTheSame() {
    assertThat(run("burn", "--team", "search", "-o", "json").out())
        .isEqualTo(
            "{\"team\":\"search\",\"limit\":\"monthly\",\"unit\":\"tokens\",\"spent\":250000,"
                + "\"max\":1000000,\"shareUsed\":0.25,\"windowStart\":\"2026-11-01T00:00:00Z\","
                + "\"windowEnd\":\"2026-12-01T00:00:00Z\",\"lastHour\":20000,\"lastDay\":66666,"
                + "\"lastWeek\":116666,\"burnHour\":14.4,\"burnDay\":2.0,\"burnWeek\":0.5,"
                + "\"forecast\":{\"spent\":900000,\"low\":700000,\"high\":1100000,"
                + "\"method\":\"linear\"},\"spentAt\":\"2026-11-29T10:11:12Z\","
                + "\"burning\":[\"fast\"],\"policyVersion\":3,\"asOf\":\"2026-11-22T12:00:00Z\"}\n");
  }

  @Test
  void suggestsTheTeamThatWasMeant() {
    Ran ran = run("burn", "--team=serch");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(ran.err())
        .isEqualTo("weir: no budget of a team 'serch' was used; did you mean 'search'?\n");
  }

  private static BurnReport report(String team) {
    return base(team, "monthly", "tokens", 250_000)
        .setLimit(1_000_000)
        .setWindowStart(Instant.parse("2026-11-01T00:00:00Z"))
        .setWindowEnd(Instant.parse("2026-12-01T00:00:00Z"))
        .setLastHour(20_000)
        .setLastDay(66_666)
        .setLastWeek(116_666)
        .setBurnHour(14.4)
        .setBurnDay(2.0)
        .setBurnWeek(0.5)
        .setForecast(new BurnForecast(900_000L, 700_000L, 1_100_000L, "linear"))
        .setSpentAt(Instant.parse("2026-11-29T10:11:12Z"))
        .setBurning(List.of("fast"))
        .build();
  }

  private static BurnReport total(String team) {
    return base(team, "whole", "requests", 7)
        .setLimit(0)
        .setWindowStart(Instant.EPOCH)
        .setLastHour(0)
        .setLastDay(0)
        .setLastWeek(7)
        .build();
  }

  private static BurnReport.Builder base(String team, String limit, String unit, long spent) {
    return BurnReport.newBuilder()
        .setTeam(team)
        .setPolicyId(limit)
        .setUnit(unit)
        .setSpent(spent)
        .setPolicyVersion(3)
        .setAsOf(Instant.parse("2026-11-22T12:00:00Z"));
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
