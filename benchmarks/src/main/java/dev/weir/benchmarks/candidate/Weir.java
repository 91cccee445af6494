package dev.weir.benchmarks.candidate;

import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Ports;
import dev.weir.benchmarks.process.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Weir's proxy in a process of its own, in front of a broker and registry in another. Only the
 * proxy is on the gateway's core: its recording costs it the producer, not the broker.
 *
 * @param command the built {@code weir} launcher
 */
public record Weir(Path command, Recording recording) implements Candidate {

  /** Whether and when the proxy writes exchanges down; all of it reaches the log with acks=all. */
  public enum Recording {
    /** Into its journal before a prompt leaves, from there to the log: the default. */
    SPOOL,
    /** No prompt leaves before the log has acknowledged it. */
    STRICT,
    /** Nothing is written. */
    OFF
  }

  public static final String RECORDING = "weir-recording-on";
  public static final String STRICT = "weir-recording-strict";
  public static final String NOT_RECORDING = "weir-recording-off";

  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

  @Override
  public String name() {
    return switch (recording) {
      case SPOOL -> RECORDING;
      case STRICT -> STRICT;
      case OFF -> NOT_RECORDING;
    };
  }

  @Override
  public Readiness prepare() throws IOException {
    if (!Files.isExecutable(command)) {
      return new Readiness.Absent("there is no launcher at " + command.toAbsolutePath());
    }
    return new Readiness.Ready(WeirCommands.version(command));
  }

  @Override
  public RunningCandidate start(Site site) throws IOException, InterruptedException {
    WeirCommands commands =
        new WeirCommands(
            command.toAbsolutePath().toString(),
            site.directory(),
            Ports.free(),
            Ports.free(),
            Ports.free(),
            Ports.free());
    RunningProcess broker =
        site.processes()
            .start("weir-broker", Pinning.Place.LOAD, commands.broker(), commands.environment());
    site.awaitPage(page(commands.registryPort(), "/subjects"), broker);

    Path policy = site.directory().resolve("policy.yaml");
    Files.writeString(policy, WeirCommands.policy(site.upstreamPort(), recording));
    site.processes()
        .run(
            "weir-policy",
            Pinning.Place.LOAD,
            commands.policyApply(policy),
            commands.environment(),
            COMMAND_LIMIT);
    String created =
        site.processes()
            .run(
                "weir-key",
                Pinning.Place.LOAD,
                commands.keyCreate(),
                commands.environment(),
                COMMAND_LIMIT);

    RunningProcess proxy =
        site.processes()
            .start(
                "weir-proxy",
                Pinning.Place.GATEWAY,
                commands.proxy(recording),
                commands.environment());
    site.awaitPage(page(commands.adminPort(), "/readyz"), proxy);
    Endpoint endpoint =
        new Endpoint(
            commands.port(), Map.of("authorization", "Bearer " + WeirCommands.keyIn(created)));
    site.awaitAnswer(endpoint, proxy);
    return new RunningCandidate(endpoint, Optional.of(proxy));
  }

  private static URI page(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
