package dev.weir.standalone.prove;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.PolicyProblem;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import dev.weir.standalone.echo.EchoConfig;
import dev.weir.standalone.echo.EchoServer;
import dev.weir.standalone.process.Closing;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.process.WeirProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The processes of a proof. Log, registry and provider are in this one, so that they outlive every
 * kill; proxies and processors are processes of their own. Every port is a free one.
 */
final class Rig implements AutoCloseable {

  /** The team whose requests only warm everything up; every policy of a proof has it. */
  static final String WARM_UP = "warm-up";

  /** So that what a killed proxy had in flight is closed while somebody looks on. */
  static final Duration ORPHAN_AFTER = Duration.ofSeconds(6);

  /** A slow answer is under way for half a second or so. */
  private static final Duration SLOW_DELAY = Duration.ofMillis(5);

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private static final String SETTINGS =
      """
      port: 0
      admin-port: 0
      kafka: {embedded-port: 0}
      registry: {embedded-port: 0}
      echo: {port: 0}
      proxy: {drain-timeout: PT5S}
      processors: {admin-port: 0, orphan-after: %s, chargeback-flush: PT5S, names: off}
      """
          .formatted(ORPHAN_AFTER);

  private final Closing closing = new Closing();
  private final HttpClient client =
      closing.add("client", HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build());
  private final LogConnection log;
  private final ControlPlane control;
  private final List<Part> proxies = new ArrayList<>();
  private final Part processors;
  private final String readyKey;

  private Rig(Path data, int count, UnaryOperator<String> policy) throws IOException {
    boolean done = false;
    try {
      Path settings = Files.writeString(data.resolve("weir.yaml"), SETTINGS);
      WeirConfig config =
          WeirConfig.load(Optional.of(settings), Map.of("data", data.toString()), Map.of());
      WeirProcess process = closing.add("log", WeirProcess.open(config, "prove"));
      log = process.startLog();
      KeyEncryptionKey secret = process.secretOrNew(log);
      control = closing.add("control", process.control(log, secret));
      EchoServer echo = closing.add("provider", EchoServer.start(echo(), InstantSource.system()));
      apply(policy.apply(echo.uri().toString()));
      readyKey = key(WARM_UP);
      var _ = process.publishAddresses(log);
      List<String> where = List.of("--data=" + data, "--config=" + settings);
      processors = part("processors", data, with("processors", where));
      for (int i = 1; i <= count; i++) {
        String name = "proxy-" + i;
        List<String> arguments = with("proxy", where);
        arguments.add("--id=" + name);
        proxies.add(part(name, data, arguments));
      }
      done = true;
    } finally {
      if (!done) {
        closing.close();
      }
    }
  }

  /**
   * Returns when every proxy serves and the processors run.
   *
   * @param data an empty folder
   * @param policy makes the policy from the provider's address
   */
  static Rig start(Path data, int proxies, UnaryOperator<String> policy)
      throws IOException, InterruptedException {
    var rig = new Rig(data, proxies, policy);
    boolean done = false;
    try {
      rig.startParts();
      done = true;
      return rig;
    } finally {
      if (!done) {
        rig.close();
      }
    }
  }

  private static EchoConfig echo() {
    EchoConfig usual = EchoConfig.onLoopback(0);
    return new EchoConfig(
        usual.host(),
        usual.port(),
        usual.bodyMaxBytes(),
        usual.exchangesMax(),
        usual.stallMax(),
        SLOW_DELAY);
  }

  private static List<String> with(String command, List<String> options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.addAll(options);
    return arguments;
  }

  private Part part(String name, Path data, List<String> arguments) {
    return closing.add(name, new Part(name, arguments, data));
  }

  private void apply(String policy) {
    if (control.apply(policy, "weir prove") instanceof Application.Invalid(var problems)) {
      throw new StartException(
          problems.stream()
              .map(PolicyProblem::toString)
              .collect(Collectors.joining("; ", "the policy of the proof is not valid: ", "")));
    }
  }

  private void startParts() throws InterruptedException {
    processors.start();
    proxies.forEach(Part::start);
    awaitReady(processors);
    for (Part proxy : proxies) {
      awaitReady(proxy);
    }
  }

  /** Starts one again that was killed; returns when it serves. */
  void restart(Part part) throws InterruptedException {
    part.start();
    awaitReady(part);
  }

  private void awaitReady(Part part) throws InterruptedException {
    URI address = part.awaitAddress();
    URI page = address.resolve(part == processors ? "/readyz" : "/v1/models");
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady(page)) {
      if (System.nanoTime() - deadline > 0) {
        throw new StartException(
            part.name() + " is not ready after " + READY_WITHIN.toSeconds() + " s");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private boolean isReady(URI page) throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(page)
              .timeout(ANSWER_WITHIN)
              .header("authorization", "Bearer " + readyKey)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  LogConnection log() {
    return log;
  }

  List<Part> proxies() {
    return proxies;
  }

  Part processors() {
    return processors;
  }

  /** A new key of a team. */
  String key(String team) {
    return control.createKey(NewKey.of(new TeamId(team))).reveal();
  }

  /** Ends all processes, also where the thread was interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      proxies.forEach(Part::terminate);
      closing.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
