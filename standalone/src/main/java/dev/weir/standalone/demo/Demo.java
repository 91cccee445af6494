package dev.weir.standalone.demo;

import dev.weir.governance.identity.TeamId;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import dev.weir.standalone.process.Addresses;
import dev.weir.standalone.process.Gateway;
import dev.weir.standalone.process.Governing;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells the story against a gateway that runs, and judges what the log holds of it. */
public final class Demo {

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(45);
  private static final List<String> TEAMS = List.of("search", "support", "finance", "interns");

  private final Gateway gateway;
  private final Consumer<String> progress;

  public Demo(Gateway gateway, Consumer<String> progress) {
    this.gateway = gateway;
    this.progress = progress;
  }

  /** What governs the story. */
  public static Governing policy() {
    try (InputStream in = Demo.class.getResourceAsStream("policy.yaml")) {
      return new Governing.Always(
          "the policy of the demo",
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key for whoever wants to go on. */
  public static String visitorKey(ControlPlane control) {
    return control.createKey(NewKey.of(new TeamId(TEAMS.getFirst()))).reveal();
  }

  /** Whether all that the callers saw is in the log, and nothing else. */
  public boolean run(PrintWriter out) throws IOException, InterruptedException {
    try (var reader = new LogReader(gateway.log());
        var callers =
            new Callers(gateway.addresses().other(Addresses.GATEWAY).orElseThrow(), keys())) {
      List<Told> told = tell(callers);
      progress.accept("waiting until the processors have concluded");
      Recorded recorded =
          reader.readUntil(
              () -> Reconciliation.agrees(Reconciliation.of(told, reader.recorded())),
              SETTLE_LIMIT);
      List<Reconciliation.Line> lines = Reconciliation.of(told, recorded);
      new Report(out, told, recorded).print(lines);
      out.flush();
      return Reconciliation.agrees(lines);
    }
  }

  private List<Told> tell(Callers callers) throws IOException, InterruptedException {
    List<Told> told = new ArrayList<>();
    long before = System.nanoTime();
    progress.accept("three teams at work, plain and streaming");
    told.addAll(callers.atOnce(Script.traffic()));
    progress.accept("prompts with card numbers and e-mail addresses");
    told.addAll(callers.atOnce(Script.personalData()));
    progress.accept("a team without budget goes on asking");
    told.addAll(callers.inOrder(Script.overspending()));
    progress.accept("callers hang up, the provider fails, requests that nobody can answer");
    told.addAll(callers.atOnce(Script.trouble()));
    progress.accept(
        "%d requests in %.1f s".formatted(told.size(), (System.nanoTime() - before) / 1e9));
    return told;
  }

  private Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    try (ControlPlane control = gateway.control()) {
      for (String team : TEAMS) {
        keys.put(team, control.createKey(NewKey.of(new TeamId(team))).reveal());
      }
    }
    return keys;
  }
}
