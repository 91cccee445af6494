package dev.weir.endtoend.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.Settings;
import dev.weir.endtoend.process.WeirProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every caller dialect with every provider dialect and every feature, streaming and not, through a
 * real {@code weir up}, with the official Java clients. The table in {@code docs/compatibility.md}
 * is what this finds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompatibilityTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");

  /** A provider, as the table names it, and the model that it serves. */
  private record Far(String title, String model) {}

  private static final List<Far> PROVIDERS =
      List.of(
          new Far("OpenAI-compatible (Chat)", "far-chat"),
          new Far("OpenAI (Chat, Responses)", "far-openai"),
          new Far("Anthropic", "far-anthropic"),
          new Far("Gemini", "far-gemini"),
          new Far("Bedrock Converse", "far-bedrock"),
          new Far("Azure OpenAI (deployment, key)", "far-azure"),
          new Far("Vertex AI (service account)", "far-vertex"),
          new Far("Vertex AI (workload token)", "far-workload"));

  private final List<Caller> callers = new ArrayList<>();
  private ScriptedProvider provider;
  private Installation weir;
  private WeirProcess process;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    provider = new ScriptedProvider();
    weir = Installation.in(folder);
    Path secrets = secrets(Files.createDirectory(folder.resolve("secrets")));
    Path policy = Files.writeString(folder.resolve("far.yaml"), policy(secrets));
    Path config = Path.of(Settings.config(folder, "weir"));
    Files.writeString(config, "credentials: {directory: " + secrets + "}\n", APPEND);
    process =
        WeirProcess.start(
            weir.data("weir"),
            "up",
            "--data=" + weir.data("weir"),
            "--config=" + config,
            "--policy=" + policy);
    URI gateway = Installation.gateway(process.running());
    String key = weir.key("all", "weir");
    callers.add(new ChatCaller(gateway, key));
    callers.add(new ResponsesCaller(gateway, key));
    callers.add(new AnthropicCaller(gateway, key));
    callers.add(new GeminiCaller(gateway, key));
  }

  private Path secrets(Path folder) throws IOException {
    CloudDoors doors = provider.doors();
    Path token = folder.resolve("workload-token");
    Files.writeString(token, CloudDoors.WORKLOAD_TOKEN + "\n");
    Files.writeString(folder.resolve("azure-key"), CloudDoors.AZURE_KEY + "\n");
    Files.writeString(folder.resolve("account.json"), doors.serviceAccount(provider.uri()));
    Files.writeString(
        folder.resolve("workload.json"), doors.workload(provider.uri(), token.toString()));
    return folder;
  }

  private String policy(Path secrets) {
    return """
    organisation: acme
    providers:
      chat: {url: "%1$s/v1"}
      openai: {kind: openai, url: "%1$s/v1"}
      anthropic: {kind: anthropic, url: "%1$s/v1"}
      gemini: {kind: gemini, url: "%1$s/v1beta"}
      bedrock: {kind: bedrock, url: "%1$s"}
      azure: {kind: azure-openai, url: "%1$s/azure", api-version: "%4$s",
        credential: "${dir:%2$s:azure-key}"}
      vertex: {kind: vertex, url: "%1$s/vertex-account%3$s",
        credential: {google-account: "${dir:%2$s:account.json}"}}
      workload: {kind: vertex, url: "%1$s/vertex-workload%3$s",
        credential: {google-account: "${dir:%2$s:workload.json}"}}
    models:
      far-chat: {provider: chat}
      far-openai: {provider: openai}
      far-anthropic: {provider: anthropic, upstream-model: claude}
      far-gemini: {provider: gemini, upstream-model: gemini-pro}
      far-bedrock: {provider: bedrock, upstream-model: "arn:aws:bedrock:eu:1:profile/claude"}
      far-azure: {provider: azure, upstream-model: my deployment}
      far-vertex: {provider: vertex, upstream-model: gemini-pro}
      far-workload: {provider: workload, upstream-model: gemini-pro}
    teams:
      all: {}
    """
        .formatted(
            provider.uri(),
            secrets,
            "/v1/projects/p/locations/l/publishers/google",
            CloudDoors.AZURE_VERSION);
  }

  @AfterAll
  void stop() {
    callers.forEach(Caller::close);
    process.close();
    weir.close();
    provider.close();
  }

  @TestFactory
  Stream<DynamicTest> carriesEveryFeatureFromEveryCallerToEveryProvider() {
    return callers.stream()
        .flatMap(caller ->
            PROVIDERS.stream()
                .flatMap(to ->
                    Stream.of(Feature.values())
                        .flatMap(feature ->
                            Stream.of(false, true)
                                .map(stream ->
                                    DynamicTest.dynamicTest(
                                        title(caller, to, feature, stream),
                                        () -> check(caller, to.model(), feature, stream))))));
  }

  private static String title(Caller caller, Far to, Feature feature, boolean stream) {
    return caller.name()
        + " to "
        + to.title()
        + ": "
        + feature.title()
        + (stream ? ", streamed" : "");
  }

  static void check(Caller caller, String model, Feature feature, boolean stream) {
    if (feature == Feature.ERROR) {
      assertThat(caller.errorStatus(model, stream)).isEqualTo(400);
      return;
    }
    Heard heard = caller.ask(model, feature, stream);
    assertThat(heard.text()).isEqualTo(feature.text());
    assertThat(heard.calls())
        .isEqualTo(
            feature == Feature.TOOLS
                ? List.of(
                    new Heard.Called("weather", "{\"city\":\"Oslo\"}"),
                    new Heard.Called("weather", "{\"city\":\"Rome\"}"))
                : List.of());
    if (feature == Feature.THINKING && showsThinking(caller, stream)) {
      assertThat(heard.thinking()).isEqualTo("step by step");
    }
    assertThat(heard.inputTokens()).isEqualTo(ScriptedProvider.INPUT_TOKENS);
    assertThat(heard.outputTokens()).isEqualTo(ScriptedProvider.OUTPUT_TOKENS);
  }

  /** OpenAI's own accumulator keeps no field that Chat Completions does not have. */
  private static boolean showsThinking(Caller caller, boolean stream) {
    return !(caller instanceof ChatCaller && stream);
  }

  /** Else the table would say nothing of how Weir comes to them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/azure/openai/deployments/my%20deployment/chat/completions?api-version="
            + CloudDoors.AZURE_VERSION,
        "/azure/chat/completions",
        "/vertex-account/v1/projects/p/locations/l/publishers/google/models/gemini-pro:generateContent",
        "/vertex-workload/v1/models/gemini-pro:generateContent"
      })
  void cloudsHearNobodyWhoComesOtherwise(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(provider.uri() + path))
            .POST(BodyPublishers.ofString("{}"))
            .build();

    try (HttpClient stranger = HttpClient.newHttpClient()) {
      assertThat(stranger.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theTableSaysWhatThisFinds() throws IOException {
    String table = table();
    Files.writeString(Path.of("target", "compatibility.md"), table);

    assertThat(DOCUMENT)
        .as("docs/compatibility.md is not what was found; end-to-end/target/compatibility.md is")
        .content(UTF_8)
        .isEqualTo(table);
  }

  private String table() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| caller | provider |");
    for (Feature feature : Feature.values()) {
      text.append(' ').append(feature.title()).append(" |");
    }
    text.append("\n|---|---|").append("---|".repeat(Feature.values().length)).append('\n');
    for (Caller caller : callers) {
      for (Far to : PROVIDERS) {
        text.append("| ").append(caller.name()).append(" | ").append(to.title()).append(" |");
        for (Feature feature : Feature.values()) {
          text.append(' ').append(found(caller, to, feature)).append(" |");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String found(Caller caller, Far to, Feature feature) {
    boolean document = works(caller, to, feature, false);
    boolean stream = works(caller, to, feature, true);
    return document && stream ? "yes" : document ? "not streamed" : stream ? "streamed" : "no";
  }

  private static boolean works(Caller caller, Far to, Feature feature, boolean stream) {
    try {
      check(caller, to.model(), feature, stream);
      return true;
    } catch (AssertionError | RuntimeException e) {
      return false;
    }
  }

  private static final String HEAD =
      """
      # Which caller can ask which provider for what

      Found by `CompatibilityTest`, which runs `weir up` and asks through it with the official Java
      clients (`com.openai:openai-java`, `com.anthropic:anthropic-java`,
      `com.google.genai:google-genai`) a provider that answers by what it understood. "yes" is
      streaming and not. Text, tool calls and both token counts must be the same whatever the way;
      an error is a 400 of the provider that the client's own exception names. Azure and Vertex AI
      hear nobody who does not come to the deployment's or the publisher's address with the API
      version and the key, or with a token that an issuer gave for a claim signed by the service
      account, or for the workload's own token.

      """;
}
