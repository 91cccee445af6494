package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders to stop from the command line, on a real broker. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StopCommandTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo, upstream-model: echo-1}
      routes:
        best: {failover: [echo-small]}
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
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void stopsListsAndResumes() {
    apply("life.");
    String topics = "--topic-prefix=life.";

    Ran stopped =
        run("stop", "--team=search", "--reason=runs away", "--for=2h", "--by=kim", topics);
    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.out()).startsWith("team 'search' is stopped until 20");
    assertThat(run("stop", "--model=best", topics).out())
        .startsWith("model 'best' is stopped\n")
        .contains("provider's own API", "go on; stop them by --team, --key or --all");
    assertThat(run("stop", "--all", "--yes", topics).out()).isEqualTo("everything is stopped\n");

    List<String> list = run("stop", "list", topics).out().lines().toList();
    assertThat(list).hasSize(4);
    assertThat(list.get(1)).matches("\\s*team/search .* kim .*runs away");
    assertThat(run("stop", "list", "-o", "json", topics).out())
        .contains("{\"scope\":\"all\",\"reason\":\"\"");

    Ran resumed = run("resume", "--team=search", topics);
    assertThat(resumed.out()).isEqualTo("team 'search' goes on\n");
    assertThat(resumed.err()).isEqualTo("weir: still stopped: model/best, all\n");
    Ran again = run("resume", "--team=search", topics);
    assertThat(again.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(again.err()).startsWith("weir: no order stops team 'search'\n");
  }

  @Test
  void suggestsTheNameThatWasMeant() {
    KeyText key = apply("names.");
    String topics = "--topic-prefix=names.";

    Ran team = run("stop", "--team=serch", topics);

    assertThat(team.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(team.err()).isEqualTo("weir: there is no team 'serch'; did you mean 'search'?\n");
    assertThat(run("stop", "--model=other", topics).err())
        .isEqualTo("weir: there is no model 'other'; there is best, echo-1, echo-small\n");
    assertThat(run("stop", "--key=nokey", topics).err())
        .isEqualTo("weir: there is no key 'nokey'; there is " + key.keyId() + "\n");
    assertThat(run("stop", "--key=" + key.keyId(), topics).exitCode()).isZero();
    assertThat(run("stop", "--model=echo-1", topics).exitCode()).isZero();
  }

  @Test
  void stopsEverythingOnlyForWhoSaysSo() {
    Ran ran = run("stop", "--all", "--topic-prefix=all.");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err())
        .startsWith("weir: --all refuses every request and ends every stream: add --yes");
  }

  @Test
  void wantsOneScopeAndAReasonOfOneLine() {
    assertThat(run("stop").err()).startsWith("weir: say one of --team, --key, --model and --all");
    assertThat(run("stop", "--team=a", "--all").err())
        .startsWith("weir: say one of --team, --key, --model and --all");
    assertThat(run("stop", "--team=a", "--reason=b\nc").err())
        .startsWith("weir: a reason is one line of at most 200 characters");
    assertThat(run("stop", "--team=a", "--for=soon").err())
        .contains("expected a time like 30m, 12h, 90d or 2w, got 'soon'");
  }

  private KeyText apply(String prefix) {
    try (ControlPlane control =
        ControlPlane.connect(
            new LogConnection(broker.bootstrapServers(), registry.uri(), prefix, Map.of()),
            () -> new KeyEncryptionKey(new byte[32]),
            InstantSource.system(),
            new SecureRandom())) {
      control.apply(POLICY, "test");
      return control.createKey(NewKey.of(new TeamId("search")));
    }
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
