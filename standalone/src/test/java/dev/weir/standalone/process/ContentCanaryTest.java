package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cards, addresses, tokens, keys, names and plain words on their way through a whole Weir: asked,
 * answered, called with, refused and failed, in every dialect, with guards of every mode and
 * without. None is written down but under the team's key.
 */
@Timeout(600)
final class ContentCanaryTest {

  private static final KeyEncryptionKey INSTALLATION = new KeyEncryptionKey(new byte[32]);
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final String CREDENTIAL = "sk-provider-" + "Hq3vN8sKx2Lw7TzPb5";

  private static final List<String> TEAMS =
      List.of("free", "observe", "warn", "mask", "block", "answers");

  /** Those whose prompts are recorded as they came, and therefore alerted of. */
  private static final Set<String> UNMASKED = Set.of("free", "observe", "warn", "block");

  private static final List<String> MODELS =
      List.of("plain", "calling", "refusing", "garbled", "breaking", "erring", "failing");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Closing closing = new Closing();
  private final Map<String, KeyText> keys = new HashMap<>();
  private final List<URI> admins = new ArrayList<>();

  /** What Weir itself said to callers: its headers, and the bodies of its refusals. */
  private final StringBuilder told = new StringBuilder();

  /** What callers got of providers, in which the canaries have to be. */
  private final StringBuilder answered = new StringBuilder();

  /** Requests that an alert has to follow. */
  private final Set<String> alerted = new HashSet<>();

  private Footprints footprints;
  private LogConnection log;
  private URI gateway;
  @TempDir private Path folder;
  @TempDir private Path credentials;

  @BeforeEach
  void start() throws Exception {
    footprints = closing.add("footprints", new Footprints());
    CanaryProvider provider = closing.add("provider", new CanaryProvider());
    Files.writeString(credentials.resolve("key"), CREDENTIAL);
    Map<String, String> settings = new HashMap<>();
    settings.put("data", folder.toString());
    settings.put("credentials.directory", credentials.toString());
    for (String port :
        List.of(
            "port",
            "admin-port",
            "processors.admin-port",
            "sinks.admin-port",
            "kafka.embedded-port",
            "registry.embedded-port")) {
      settings.put(port, "0");
    }
    WeirConfig config = WeirConfig.load(Optional.empty(), settings, Map.of());
    WeirProcess process = closing.add("process", WeirProcess.open(config, "up"));
    log = process.startLog();
    ControlPlane control = closing.add("control", process.control(log, INSTALLATION));
    control.apply(policy(provider.base()), "test");
    for (String team : TEAMS) {
      keys.put(team, control.createKey(NewKey.of(new TeamId(team))));
    }
    admins.add(process.startProcessors(log, INSTALLATION));
    gateway = process.startProxy(log, INSTALLATION, process.startEcho());
    admins.add(process.startSinks(log));
    admins.add(process.publishAddresses(log).other(Addresses.ADMIN).orElseThrow());
  }

  private String policy(URI provider) {
    return """
    organisation: acme
    providers:
      theirs: {kind: openai-compatible, url: "%s", credential: "${dir:%s:key}"}
    models:
      plain: {provider: theirs}
      calling: {provider: theirs}
      refusing: {provider: theirs}
      failing: {provider: theirs}
      garbled: {provider: theirs}
      breaking: {provider: theirs}
      erring: {provider: theirs}
    teams:
      free: {}
      observe: {guards: [{id: g, find: [all, injection], mode: observe}]}
      warn: {guards: [{id: g, find: [all, injection], mode: warn}]}
      mask: {guards: [{id: g, find: [all], mode: mask}]}
      block: {guards: [{id: g, find: [all, injection], mode: block}]}
      answers: {guards: [{id: g, find: [all], mode: block, direction: response}]}
    """
        .formatted(provider, credentials);
  }

  @AfterEach
  void stop() {
    closing.close();
    client.close();
  }

  @Test
  void standInNoLogLineMetricErrorAlertRecordOrFile() throws Exception {
    awaitPolicy();
    boolean stream = false;
    for (String model : MODELS) {
      for (String team : TEAMS) {
        askInEveryDialect(team, model, stream);
        stream = !stream;
      }
      stream = !stream;
    }
    askWhatIsRefused();
    awaitAlerts();
    String records = Footprints.records(log);

    assertThat(Canaries.in(answered.toString())).contains("card", "e-mail", "token", "marker");
    assertThat(records).contains("github-token", "card-luhn-brand", "injection/", "pii/person/");
    clean("records", records);
    clean("what callers are told", told.toString());
    clean("log lines", footprints.lines());
    for (URI admin : admins) {
      for (String page : List.of("/metrics", "/readyz", "/livez")) {
        clean(page, get(admin.resolve(page)));
      }
    }
    Set<String> files = new HashSet<>();
    Footprints.files(
        folder,
        (file, bytes) -> {
          files.add(file.getFileName().toString());
          clean(file.getFileName().toString(), bytes);
        });
    assertThat(files).contains("up.log", "00000000000000000000.log");
  }

  private void clean(String where, String shown) {
    assertThat(Canaries.in(shown)).as(where).isEmpty();
    assertThat(shown.contains(CREDENTIAL)).as("the provider's key in " + where).isFalse();
    keys.forEach((team, key) ->
        assertThat(shown.contains(key.reveal())).as("a caller's key in " + where).isFalse());
  }

  private void askInEveryDialect(String team, String model, boolean stream) throws Exception {
    String text = Canaries.json();
    String arguments = "{\\\"text\\\":\\\"" + Canaries.nested() + "\\\"}";
    ask(
        team,
        "/v1/chat/completions",
        """
        {"model":"%1$s","stream":%2$s,"messages":[{"role":"system","content":"%3$s"},
        {"role":"user","content":"%3$s"},{"role":"assistant","tool_calls":[{"id":"t1",
        "type":"function","function":{"name":"note","arguments":"%4$s"}}]},
        {"role":"tool","tool_call_id":"t1","content":"%3$s"}]}\
        """
            .formatted(model, stream, text, arguments));
    ask(
        team,
        "/v1/responses",
        """
        {"model":"%1$s","stream":%2$s,"instructions":"%3$s","input":[
        {"role":"user","content":"%3$s"},{"type":"function_call","call_id":"t1","name":"note",
        "arguments":"%4$s"},{"type":"function_call_output","call_id":"t1","output":"%3$s"}]}\
        """
            .formatted(model, stream, text, arguments));
    ask(
        team,
        "/v1/messages",
        """
        {"model":"%1$s","stream":%2$s,"max_tokens":9,"system":"%3$s","messages":[
        {"role":"user","content":"%3$s"},{"role":"assistant","content":[{"type":"tool_use",
        "id":"t1","name":"note","input":{"text":"%3$s"}}]},{"role":"user","content":[
        {"type":"tool_result","tool_use_id":"t1","content":"%3$s"}]}]}\
        """
            .formatted(model, stream, text));
    ask(
        team,
        "/v1beta/models/"
            + model
            + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent"),
        """
        {"systemInstruction":{"parts":[{"text":"%1$s"}]},"contents":[
        {"role":"user","parts":[{"text":"%1$s"}]},{"role":"model","parts":[{"functionCall":
        {"name":"note","args":{"text":"%1$s"}}}]},{"role":"user","parts":[{"functionResponse":
        {"name":"note","response":{"text":"%1$s"}}}]}]}\
        """
            .formatted(text));
  }

  /** Requests that nobody serves: their errors may not repeat them. */
  private void askWhatIsRefused() throws Exception {
    String text = Canaries.json();
    String broken = "{\"model\":\"plain\",\"messages\":[{\"role\":\"user\",\"content\":" + text;
    String wrong =
        """
        {"model":"plain","max_tokens":"%1$s","temperature":"%1$s","tools":"%1$s",
        "messages":[{"role":"%1$s","content":{"%1$s":"%1$s"}}],
        "input":[{"type":"%1$s"}],"contents":[{"role":"%1$s","parts":"%1$s"}]}\
        """
            .formatted(text);
    String unknown =
        """
        {"model":"nobody","messages":[{"role":"user","content":"%s"}]}\
        """
            .formatted(text);
    List<String> paths =
        List.of(
            "/v1/chat/completions",
            "/v1/responses",
            "/v1/messages",
            "/v1beta/models/plain:generateContent",
            "/v1/embeddings",
            "/openai/v1/files",
            "/v1/nothing");
    for (String path : paths) {
      for (String body : List.of(broken, wrong, unknown, Canaries.text())) {
        for (String team : List.of("free", "mask", "block")) {
          tell(send(key(team), path, body));
        }
        tell(send("wk-" + "nobodys-key", path, body));
      }
    }
  }

  private void ask(String team, String path, String body) throws Exception {
    HttpResponse<String> answer = send(key(team), path, body);
    told.append(answer.headers().map()).append('\n');
    (answer.statusCode() == 422 ? told : answered).append(answer.body()).append('\n');
    if (UNMASKED.contains(team) && Set.of(200, 422).contains(answer.statusCode())) {
      alerted.add(answer.headers().firstValue("x-weir-request-id").orElseThrow());
    }
  }

  private void tell(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    told.append(answer.headers().map()).append(answer.body()).append('\n');
  }

  private HttpResponse<String> send(String key, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("User-Agent", "zebra lantern 4417 quartz")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      // A stream that its provider broke off: what came is the caller's.
      return client.send(
          HttpRequest.newBuilder(admins.getLast().resolve("/livez")).build(),
          BodyHandlers.ofString());
    }
  }

  private String key(String team) {
    return Objects.requireNonNull(keys.get(team)).reveal();
  }

  private String get(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private void awaitPolicy() throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    String body = "{\"model\":\"plain\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    for (String team : TEAMS) {
      while (!Set.of(200, 422)
          .contains(send(key(team), "/v1/chat/completions", body).statusCode())) {
        assertThat(System.nanoTime()).as("never served").isLessThan(deadline);
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  /** Until each prompt that was recorded as it came has its alerts, and one that of a name. */
  private void awaitAlerts() {
    assertThat(alerted).hasSizeGreaterThan(50);
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      String alerts = Footprints.records(log, List.of(Topic.SIGHTINGS));
      if (alerts.contains("pii/person/")
          && alerted.stream()
              .allMatch(each ->
                  Pattern.compile("secret/[^/]+/[0-9a-f]{16}/" + each).matcher(alerts).find())) {
        return;
      }
      assertThat(System.nanoTime()).as("alerts are missing").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }
}
