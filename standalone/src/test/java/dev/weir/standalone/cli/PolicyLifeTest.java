package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.Publication;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The versions of a policy on a real broker; each test has topics of its own. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyLifeTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
      """;

  private Path folder = Path.of("");
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  void start(@TempDir Path given) {
    folder = given;
    broker = EmbeddedBroker.start(folder.resolve("log"), 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
    // Nothing here is joined by key, and hundreds of partitions take most of a minute to make.
    for (String prefix : List.of(LogConnection.DEFAULT_PREFIX, "race.", "only.", "models.")) {
      TopicKeeper.ensure(connection(prefix), 1);
    }
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void givesEachOfTwoWhoApplyAtOnceAVersionOfHisOwn() throws Exception {
    int rounds = 4;
    List<Application> applied = new ArrayList<>();
    try (ControlPlane jo = control("race.");
        ControlPlane kim = control("race.");
        var threads = Executors.newFixedThreadPool(2)) {
      jo.apply(POLICY, "jo");
      var together = new CyclicBarrier(2);
      for (int round = 0; round < rounds; round++) {
        String text = POLICY + "# round " + round;
        Future<Application> first =
            threads.submit(() -> {
              together.await();
              return jo.apply(text + " of jo\n", "jo");
            });
        Future<Application> second =
            threads.submit(() -> {
              together.await();
              return kim.apply(text + " of kim\n", "kim");
            });
        applied.add(first.get());
        applied.add(second.get());
      }

      assertThat(applied)
          .allSatisfy(it -> assertThat(it).isInstanceOf(Application.Applied.class))
          .extracting(it -> ((Application.Applied) it).version())
          .containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(jo.history())
          .extracting(PolicyDocument::getVersion)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(jo.history()).extracting(PolicyDocument::getText).doesNotHaveDuplicates();
    }
  }

  @Test
  void publishesOnlyOneOfTwoWhoReplaceTheSameVersion() throws Exception {
    try (ControlPlane jo = control("only.");
        ControlPlane kim = control("only.");
        var threads = Executors.newFixedThreadPool(2)) {
      jo.apply(POLICY, "jo");
      var together = new CyclicBarrier(2);
      List<Future<Application>> both = new ArrayList<>();
      for (ControlPlane each : List.of(jo, kim)) {
        both.add(
            threads.submit(() -> {
              together.await();
              return each.apply(
                  POLICY + "# " + System.identityHashCode(each) + "\n",
                  new Publication("jo", "", OptionalLong.of(1)));
            }));
      }

      List<Application> ends = List.of(both.getFirst().get(), both.getLast().get());
      assertThat(ends).filteredOn(Application.Applied.class::isInstance).hasSize(1);
      assertThat(ends).filteredOn(Application.Overtaken.class::isInstance).hasSize(1);
      assertThat(jo.history()).hasSize(2);
    }
  }

  @Test
  void livesAWholeLifeOnTheCommandLine() throws IOException {
    Path file = Files.writeString(folder.resolve("life.yaml"), POLICY);
    assertThat(run("policy", "history").out()).startsWith("VERSION");
    assertThat(run("policy", "diff", file.toString()).err()).contains("no policy has been applied");
    assertThat(run("policy", "apply", file.toString(), "--if-version=0").exitCode()).isZero();
    Files.writeString(file, POLICY.replace("search: {}", "search: {}\n  ads: {}"));

    Ran overtaken = run("policy", "apply", file.toString(), "--if-version=0");
    assertThat(overtaken.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(overtaken.err())
        .startsWith("weir: nothing was published: version 1 governs, published ")
        .contains("and not version 0 as --if-version says");

    Ran diff = run("policy", "diff", file.toString());
    assertThat(diff.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(diff.out().lines()).containsExactly("+ teams.ads: {}");

    Ran second =
        run("policy", "apply", file.toString(), "--if-version=1", "--comment=ads", "--by=kim");
    assertThat(second.out()).startsWith("version 2 governs now: 2 team(s)");
    assertThat(run("policy", "diff", "1", "2", "--text").out())
        .contains("--- version 1", "+++ version 2", "+  ads: {}");
    assertThat(run("policy", "diff", "2", file.toString()).exitCode()).isZero();

    Ran rollback = run("policy", "rollback", "1");
    assertThat(rollback.out()).startsWith("version 3 governs now: 1 team(s)");
    assertThat(run("policy", "show").out()).isEqualTo(POLICY);
    assertThat(run("policy", "show", "--version", "2").out()).contains("ads: {}");
    assertThat(run("policy", "show", "--version", "9").exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(run("policy", "rollback", "9").err()).contains("there is no version 9");

    List<String> history = run("policy", "history").out().lines().toList();
    assertThat(history).hasSize(4);
    assertThat(history.get(1)).matches("\\s*3 .* rollback to version 1");
    assertThat(history.get(2)).matches("\\s*2 .* kim .* ads");
    assertThat(run("policy", "history", "-o", "json", "-n", "1").out())
        .contains("\"version\":3", "\"sha256\":\"");
  }

  @Test
  void followsTheCatalogueByANewVersionAndBringsOldPricesBack() throws IOException {
    String catalogue =
        """
        dated: 2099-01-01
        providers:
          openai:
            kinds: [openai]
            source: "https://example.org/prices"
            models:
              gpt-4o: {context-tokens: 7, prices: [{valid-from: 2099-01-01, input: 1, output: 2}]}
        """;
    Path policy =
        Files.writeString(
            folder.resolve("models.yaml"),
            POLICY.replace(
                "models:",
                "  o: {kind: openai, url: \"https://api.openai.com/v1\"}\nmodels:\n  big: {provider: o, upstream-model: gpt-4o}"));
    Path file = Files.writeString(folder.resolve("catalogue.yaml"), catalogue);
    String topics = "--topic-prefix=models.";
    assertThat(run("policy", "apply", policy.toString(), topics).out()).startsWith("version 1 ");

    Ran update = run("models", "update", file.toString(), topics);

    assertThat(update.out().lines())
        .containsExactly(
            "the catalogue of 2099-01-01 is in use: 1 model(s)",
            "version 2 governs now: 1 team(s), 0 new data key(s)");
    assertThat(run("policy", "diff", "1", "2", topics).out())
        .contains("~ catalogue.dated: ", "openai.models.gpt-4o.context-tokens: 128000 -> 7");
    assertThat(run("models", "show", "gpt-4o-2024-11-20", topics).out())
        .contains("context        7 tokens", "cache-read       1  (not stated; as charged)");
    assertThat(run("policy", "rollback", "1", topics).out()).startsWith("version 3 governs now");
    assertThat(run("policy", "diff", "1", "3", topics).exitCode()).isZero();

    Files.writeString(file, catalogue.replace("2099-01-01\nprov", "2026-01-01\nprov"));
    Ran older = run("models", "update", file.toString(), topics);
    assertThat(older.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(older.err()).contains("of 2026-01-01, and one of 2099-01-01 is in use");
    Files.writeString(file, catalogue.replace("input: 1", "inputs: 1"));
    assertThat(run("models", "update", file.toString(), topics).out())
        .contains("no such setting; did you mean 'input'?");
  }

  private ControlPlane control(String prefix) {
    return ControlPlane.connect(
        connection(prefix),
        () -> new KeyEncryptionKey(new byte[32]),
        InstantSource.system(),
        new SecureRandom());
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
