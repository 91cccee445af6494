package dev.weir.benchmarks.candidate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every command line, file and output of Weir that the comparison relies on; nothing of it is
 * anywhere else.
 */
record WeirCommands(
    String weir, Path directory, int kafkaPort, int registryPort, int port, int adminPort) {

  private static final String TEAM = "bench";
  private static final Pattern KEY = Pattern.compile("\"(?:key|secret)\"\\s*:\\s*\"([^\"]+)\"");

  /** The broker and the registry in one process. */
  List<String> broker() {
    return List.of(
        weir,
        "broker",
        "--data",
        directory.resolve("broker").toString(),
        "--kafka-port",
        Integer.toString(kafkaPort),
        "--registry-port",
        Integer.toString(registryPort));
  }

  List<String> policyApply(Path policy) {
    return withAddresses(weir, "policy", "apply", policy.toString(), "--data", data());
  }

  List<String> keyCreate() {
    return withAddresses(weir, "key", "create", "--team", TEAM, "-o", "json", "--data", data());
  }

  List<String> proxy(Weir.Recording recording) {
    List<String> command =
        new ArrayList<>(
            withAddresses(
                weir,
                "proxy",
                "--port",
                Integer.toString(port),
                "--admin-port",
                Integer.toString(adminPort),
                "--data",
                data()));
    if (recording == Weir.Recording.OFF) {
      command.addAll(List.of("--recording", "off"));
    }
    return command;
  }

  /** One folder for all: the key-encryption key lies there. */
  private String data() {
    return directory.resolve("weir").toString();
  }

  Map<String, String> environment() {
    return Map.of("BENCH_PROVIDER_KEY", "bench");
  }

  /** A team without limits, and the models by which the upstream is told what to do. */
  static String policy(int upstreamPort, Weir.Recording recording) {
    return """
    organisation: bench
    recording: %s
    providers:
      bench: {url: "http://127.0.0.1:%d/v1", credential: "${env:BENCH_PROVIDER_KEY}"}
    models:
      chat: {provider: bench}
      stream-100x10ms: {provider: bench}
      stream-fast: {provider: bench}
      idle: {provider: bench}
    teams:
      %s: {}
    """
        .formatted(recording == Weir.Recording.STRICT ? "strict" : "spool", upstreamPort, TEAM);
  }

  /** The new key in what {@code key create -o json} wrote. */
  static String keyIn(String output) throws IOException {
    Matcher matcher = KEY.matcher(output);
    if (!matcher.find()) {
      throw new IOException("'weir key create' wrote no key");
    }
    return matcher.group(1);
  }

  static String version(Path weir) throws IOException {
    Process process =
        new ProcessBuilder(weir.toAbsolutePath().toString(), "--version")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElse("unknown");
  }

  private List<String> withAddresses(String... command) {
    List<String> whole = new ArrayList<>(List.of(command));
    whole.addAll(
        List.of(
            "--bootstrap-servers",
            "127.0.0.1:" + kafkaPort,
            "--registry",
            "http://127.0.0.1:" + registryPort));
    return whole;
  }
}
