package dev.weir.endtoend.compatibility;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.endtoend.process.Installation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same as {@link CompatibilityTest}, against providers that Weir's authors have not written:
 * whatever Weir and its own scripted provider misunderstand alike shows here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AimockTest {

  private static final Path CACHE = Path.of("target", "npm");

  private static final List<String> PROVIDERS =
      List.of("chat", "openai", "anthropic", "gemini", "bedrock");

  private final List<Caller> callers = new ArrayList<>();
  private Aimock aimock;
  private Installation weir;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    assumeThat(Aimock.isPossible()).as(Aimock.HOW_TO_INSTALL).isTrue();
    try {
      aimock = Aimock.start(CACHE, folder);
    } catch (IOException e) {
      assumeThat(false).as(e.getMessage()).isTrue();
      throw e;
    }
    weir = Installation.in(folder);
    Path policy = Files.writeString(folder.resolve("far.yaml"), policy());
    URI gateway = Installation.gateway(weir.start("up", "weir", "--policy=" + policy).running());
    String key = weir.key("all", "weir");
    callers.add(new ChatCaller(gateway, key));
    callers.add(new ResponsesCaller(gateway, key));
    callers.add(new AnthropicCaller(gateway, key));
    callers.add(new GeminiCaller(gateway, key));
  }

  private String policy() {
    StringBuilder policy =
        new StringBuilder(
            """
            organisation: acme
            providers:
              chat: {url: "%1$s/v1"}
              openai: {kind: openai, url: "%1$s/v1"}
              anthropic: {kind: anthropic, url: "%1$s/v1"}
              gemini: {kind: gemini, url: "%1$s/v1beta"}
              bedrock: {kind: bedrock, url: "%1$s"}
            teams:
              all: {}
            models:
            """
                .formatted(aimock.uri()));
    for (String provider : PROVIDERS) {
      for (Feature feature : Feature.values()) {
        policy.append(
            "  %s: {provider: %s, upstream-model: %s}\n"
                .formatted(model(provider, feature), provider, Aimock.model(feature)));
      }
    }
    return policy.toString();
  }

  private static String model(String provider, Feature feature) {
    return provider + "-" + Aimock.model(feature);
  }

  @AfterAll
  void stop() {
    callers.forEach(Caller::close);
    if (weir != null) {
      weir.close();
    }
    if (aimock != null) {
      aimock.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> carriesEveryFeatureToProvidersOfAnothersMaking() {
    return callers.stream()
        .flatMap(caller ->
            PROVIDERS.stream()
                .flatMap(to ->
                    Stream.of(Feature.values())
                        .flatMap(feature ->
                            Stream.of(false, true)
                                .map(stream ->
                                    DynamicTest.dynamicTest(
                                        "%s to %s: %s%s"
                                            .formatted(
                                                caller.name(),
                                                to,
                                                feature.title(),
                                                stream ? ", streamed" : ""),
                                        () ->
                                            CompatibilityTest.check(
                                                caller, model(to, feature), feature, stream))))));
  }
}
