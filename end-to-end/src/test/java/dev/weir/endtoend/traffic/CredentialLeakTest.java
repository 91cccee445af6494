package dev.weir.endtoend.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.endtoend.process.Exposure;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.secret.Keystore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets planted at every source, with providers and a Vault that shout them back: none may be in
 * what the process writes, prints, measures or answers.
 */
final class CredentialLeakTest {

  private static final String PLANTED = "planted0815";
  private static final Pattern KEY = Pattern.compile("wk_[a-z0-9]{6,32}_[A-Za-z0-9_-]{43}");
  private static final List<String> MODELS =
      List.of("file", "stored", "broken", "vaulted", "away", "aws", "google", "azure");

  @TempDir private Path folder;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private HttpServer loud;

  @BeforeEach
  void start() throws IOException {
    loud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    loud.createContext("/", this::shout);
    loud.start();
  }

  @AfterEach
  void stop() {
    loud.stop(0);
  }

  /** Says everything back that it was told, in the head, the body and the error. */
  private void shout(HttpExchange exchange) throws IOException {
    try (exchange) {
      StringBuilder told = new StringBuilder();
      exchange.getRequestHeaders().forEach((name, values) -> told.append(name).append(values));
      told.append(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String path = exchange.getRequestURI().getPath();
      if (told.indexOf(PLANTED) >= 0) {
        shown.add(path);
      }
      String safe = told.toString().replaceAll("[^A-Za-z0-9._ -]", " ");
      exchange.getResponseHeaders().add("X-Told", safe);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      boolean vault = path.equals("/v1/secret/data/weir/key");
      byte[] body =
          (vault
                  ? "{\"data\":{\"data\":{\"key\":\"sk-vault-" + PLANTED + "\"}}}"
                  : "{\"error\":{\"message\":\"I do not know " + safe + "\"}}")
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(vault ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String loudly(String path) {
    return "http://127.0.0.1:" + loud.getAddress().getPort() + path;
  }

  private Path config() throws IOException {
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("key"), "sk-file-" + PLANTED + "\n");
    Files.writeString(
        secrets.resolve("account.json"),
        "{\"type\":\"service_account\",\"client_email\":\"a\",\"private_key\":\""
            + PLANTED
            + "\"}");
    Path config =
        Files.writeString(
            folder.resolve("weir.yaml"),
            """
            data: %s
            port: 0
            admin-port: 0
            kafka: {embedded-port: 0}
            registry: {embedded-port: 0}
            credentials:
              directory: %s
              read-every: PT1S
              keystore-key-file: %s
              vault: {address: "%s", token: hvs.%s, allowed-paths: weir}
            """
                .formatted(
                    folder.resolve("data"),
                    secrets,
                    folder.resolve("keys/key"),
                    loudly(""),
                    PLANTED));
    Keystore keystore =
        Keystore.of(
            WeirConfig.load(Optional.of(config), Map.of(), Map.of()),
            Map.of(),
            InstantSource.system());
    var _ = keystore.set("stored", ("sk-stored-" + PLANTED).getBytes(UTF_8));
    var _ = keystore.set("broken", ("no key " + PLANTED).getBytes(UTF_8));
    return config;
  }

  private Path policy() throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        organisation: acme
        providers:
          file: {url: "%1$s", credentials: ["${dir:%2$s:key}", "${keystore:stored}"]}
          stored: {url: "%1$s", credential: "${keystore:stored}"}
          broken: {url: "%1$s", credential: "${keystore:broken}"}
          vaulted: {url: "%1$s", credential: "${vault:secret/weir/key#key}"}
          away: {url: "%1$s", credential: "${vault:secret/weir/none#key}"}
          aws:
            kind: bedrock
            url: "%1$s"
            credential: {access-key-id: "${keystore:stored}", region: eu-west-1,
              secret-access-key: "${dir:%2$s:key}", session-token: "${keystore:stored}"}
          google:
            kind: vertex
            url: "%1$s"
            credential: {google-account: "${dir:%2$s:account.json}"}
          azure:
            kind: azure-openai
            url: "%1$s"
            api-version: "1"
            credential: {tenant-id: t, client-id: c, client-secret: "${keystore:stored}",
              authority: "%1$s"}
        models:
          file: {provider: file}
          stored: {provider: stored}
          broken: {provider: broken}
          vaulted: {provider: vaulted}
          away: {provider: away}
          aws: {provider: aws}
          google: {provider: google}
          azure: {provider: azure}
        teams:
          search: {}
        """
            .formatted(loudly("/v1"), folder.resolve("secrets")));
  }

  @Test
  void showsNoSecretWhateverAProviderAVaultOrAnIssuerSays() throws Exception {
    Path config = config();
    WeirProcess weir =
        WeirProcess.start(
            folder.resolve("data"), "up", "--config=" + config, "--policy=" + policy());
    StringBuilder answers = new StringBuilder();
    try (weir;
        HttpClient client = HttpClient.newHttpClient()) {
      WeirProcess.Running running = weir.running();
      Matcher key =
          KEY.matcher(
              WeirProcess.run("key", "create", "--team=search", "--config=" + config)
                  .standardOutput());
      assertThat(key.find()).isTrue();
      for (String model : MODELS) {
        var answer =
            client.send(
                HttpRequest.newBuilder(
                        URI.create(running.address("gateway") + "/v1/chat/completions"))
                    .header("Authorization", "Bearer " + key.group())
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"model\":\""
                                + model
                                + "\",\"messages\":[{\"role\":\"user\","
                                + "\"content\":\"hi\"}]}"))
                    .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(model).isEqualTo(502);
        answers.append(answer.headers().map()).append(answer.body());
      }
      var doctor = WeirProcess.run("doctor", "--config=" + config, "--policy=" + policy());
      answers.append(doctor.standardOutput()).append(doctor.standardError());

      new Exposure(folder)
          .with(running.address("admin"))
          .assertHides(List.of("weir.log"), PLANTED, key.group());
    }

    assertThat(shown)
        .as("where the secrets went, as they should")
        .contains("/v1/chat/completions", "/v1/secret/data/weir/none", "/v1/t/oauth2/v2.0/token");
    assertThat(answers.toString())
        .contains("upstream_credential", "provider away")
        .doesNotContain(PLANTED);
    new Exposure(folder).assertHides(List.of("weir.log"), PLANTED);
  }
}
