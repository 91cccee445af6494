package dev.weir.benchmarks.candidate;

import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Ports;
import dev.weir.benchmarks.process.Processes;
import dev.weir.benchmarks.process.Programs;
import dev.weir.benchmarks.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Portkey's open-source gateway from npm, on Node.
 *
 * @param cache where it is installed once and found by later runs
 */
public record Portkey(Path cache, Pinning pinning) implements Candidate {

  public static final String NAME = "portkey";

  private static final String VERSION = "1.15.2";
  private static final String SCRIPT = "node_modules/@portkey-ai/gateway/build/start-server.js";
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);

  /** Later versions of its HTTP server hold streams back to their end. */
  private static final String PACKAGE =
      """
      {
        "name": "weir-bench-portkey",
        "private": true,
        "dependencies": {"@portkey-ai/gateway": "%s"},
        "overrides": {"@hono/node-server": "1.11.5"}
      }
      """
          .formatted(VERSION);

  /** It listens on all addresses and has no option for it; the benchmark stays on loopback. */
  private static final String LOOPBACK =
      """
      const net = require('node:net');
      const listen = net.Server.prototype.listen;
      net.Server.prototype.listen = function (port, ...rest) {
        const callback = rest.find((argument) => typeof argument === 'function');
        return listen.call(this, { port, host: '127.0.0.1', backlog: 4096 }, callback);
      };
      """;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness prepare() throws IOException, InterruptedException {
    Optional<String> npm = Programs.find("npm");
    if (npm.isEmpty() || Programs.find("node").isEmpty()) {
      return new Readiness.Absent("Node.js with npm is not installed");
    }
    Path home = home();
    Files.createDirectories(home);
    Files.writeString(home.resolve("loopback.cjs"), LOOPBACK);
    if (!Files.exists(home.resolve("installed"))) {
      Files.writeString(home.resolve("package.json"), PACKAGE);
      try {
        install(npm.get(), home);
      } catch (IOException e) {
        return new Readiness.Absent("npm could not install it: " + e.getMessage());
      }
      Files.createFile(home.resolve("installed"));
    }
    return new Readiness.Ready("@portkey-ai/gateway " + VERSION);
  }

  @Override
  public RunningCandidate start(Site site) throws IOException, InterruptedException {
    int port = Ports.free();
    Path home = home();
    List<String> command =
        List.of(
            Programs.find("node").orElseThrow(),
            "--require",
            home.resolve("loopback.cjs").toString(),
            home.resolve(SCRIPT).toString(),
            "--headless",
            "--port=" + port);
    RunningProcess process =
        site.processes()
            .start(NAME, Pinning.Place.GATEWAY, command, Map.of("NODE_ENV", "production"));
    Endpoint endpoint =
        new Endpoint(
            port,
            Map.of(
                "authorization",
                "Bearer bench",
                "x-portkey-provider",
                "openai",
                "x-portkey-custom-host",
                "http://127.0.0.1:" + site.upstreamPort() + "/v1"));
    site.awaitAnswer(endpoint, process);
    return new RunningCandidate(endpoint, Optional.of(process));
  }

  private Path home() {
    return cache.toAbsolutePath().resolve(NAME + "-" + VERSION);
  }

  private void install(String npm, Path home) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            npm,
            "install",
            "--prefix",
            home.toString(),
            "--ignore-scripts",
            "--no-audit",
            "--no-fund");
    try (Processes processes = new Processes(home.resolve("logs"), pinning)) {
      processes.run("npm", Pinning.Place.LOAD, command, Map.of(), INSTALL_LIMIT);
    }
  }
}
