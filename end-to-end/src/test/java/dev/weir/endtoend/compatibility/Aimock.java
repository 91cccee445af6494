package dev.weir.endtoend.compatibility;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code @copilotkit/aimock} from npm, on Node: providers as somebody else understands their
 * dialects. Its answers are fixtures, and each stands behind what the request must have said.
 */
final class Aimock implements AutoCloseable {

  static final String HOW_TO_INSTALL = "Node.js with npm is not installed: apt-get install npm";

  private static final String VERSION = "1.43.0";
  private static final Pattern LISTENING =
      Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI uri;

  private Aimock(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static boolean isPossible() {
    return Stream.of("node", "npm")
        .allMatch(program ->
            Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
  }

  /** The model that answers for a feature. */
  static String model(Feature feature) {
    return "m-" + feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  URI uri() {
    return uri;
  }

  /**
   * Installs it where that was not done before, and starts it on a free port of loopback.
   *
   * @throws IOException where npm cannot get it
   */
  static Aimock start(Path cache, Path folder) throws IOException, InterruptedException {
    Path home = cache.toAbsolutePath().resolve("aimock-" + VERSION);
    Path script = home.resolve("node_modules/@copilotkit/aimock/dist/cli.js");
    if (!Files.exists(script)) {
      install(home);
    }
    Path fixtures = Files.writeString(folder.resolve("aimock.json"), fixtures());
    Process process =
        new ProcessBuilder(
                "node",
                script.toString(),
                "--host=127.0.0.1",
                "--port=0",
                "--strict",
                "--fixtures=" + fixtures)
            .redirectErrorStream(true)
            .start();
    return new Aimock(process, listening(process));
  }

  private static void install(Path home) throws IOException, InterruptedException {
    Files.createDirectories(home);
    Path log = home.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--prefix",
                home.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "@copilotkit/aimock@" + VERSION)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(2, TimeUnit.MINUTES) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException("npm could not install @copilotkit/aimock; see " + log);
    }
  }

  private static URI listening(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        // It says little more; what it does say must not block it.
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(matcher.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("aimock did not start: " + said);
  }

  private static String fixtures() throws IOException {
    return JSON.writeValueAsString(
        Map.of("fixtures", Arrays.stream(Feature.values()).map(Aimock::fixture).toList()));
  }

  private static Map<String, Object> fixture(Feature feature) {
    Map<String, Object> match = new LinkedHashMap<>(Map.of("model", model(feature)));
    Map<String, Object> response = new LinkedHashMap<>();
    switch (feature) {
      case TEXT, JSON_SCHEMA -> match.put("userMessage", "hello");
      case SYSTEM -> match.put("systemMessage", "be brief");
      case IMAGE -> match.put("userMessage", "what is this");
      case TOOL_RESULTS -> match.put("hasToolResult", true);
      case TOOLS -> match.put("toolName", "weather");
      case THINKING -> response.put("reasoning", "step by step");
      case ERROR -> match.put("userMessage", "error");
    }
    if (feature == Feature.ERROR) {
      response.put("error", Map.of("message", "not like this", "type", "invalid_request_error"));
      response.put("status", 400);
    } else if (feature == Feature.TOOLS) {
      response.put("toolCalls", List.of(call("Oslo"), call("Rome")));
    } else {
      response.put("content", feature.text());
    }
    if (feature != Feature.ERROR) {
      response.put("usage", usage());
    }
    return Map.of("match", match, "response", response);
  }

  private static Map<String, Object> call(String city) {
    return Map.of("name", "weather", "arguments", Map.of("city", city));
  }

  /** As each dialect names it; each takes what it knows. */
  private static Map<String, Long> usage() {
    return Map.of(
        "prompt_tokens", ScriptedProvider.INPUT_TOKENS,
        "completion_tokens", ScriptedProvider.OUTPUT_TOKENS,
        "input_tokens", ScriptedProvider.INPUT_TOKENS,
        "output_tokens", ScriptedProvider.OUTPUT_TOKENS,
        "promptTokenCount", ScriptedProvider.INPUT_TOKENS,
        "candidatesTokenCount", ScriptedProvider.OUTPUT_TOKENS);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
