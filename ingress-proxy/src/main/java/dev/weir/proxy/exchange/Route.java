package dev.weir.proxy.exchange;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.count.CountService;
import dev.weir.dialects.embedding.EmbeddingService;
import dev.weir.dialects.openai.OpenAiModel;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.Provider.Timeouts;
import dev.weir.governance.policy.ProviderKind;
import dev.weir.proxy.credential.ProviderKeys;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Where an exchange goes.
 *
 * @param root the provider's base URL, without its last slash
 * @param keys what the provider knows Weir by
 * @param openAi what the model takes, where its name is one of OpenAI's
 */
record Route(
    ModelRoute model,
    Provider provider,
    UpstreamTarget root,
    ProviderKeys keys,
    OpenAiModel openAi) {

  private static final Set<DialectName> OPENAI =
      Set.of(DialectName.OPENAI_CHAT, DialectName.OPENAI_RESPONSES);

  Route(ModelRoute model, Provider provider, UpstreamTarget root, ProviderKeys keys) {
    this(model, provider, root, keys, OpenAiModel.of(model.upstreamModel()));
  }

  String providerId() {
    return model.providerId();
  }

  Timeouts timeouts() {
    return provider.timeouts();
  }

  /** What the provider speaks itself. */
  Set<DialectName> dialects() {
    return provider.kind() == ProviderKind.OPENAI && openAi.chat() != OpenAiModel.Chat.NOT
        ? OPENAI
        : Set.of(main().name());
  }

  /** What other dialects are translated to. */
  Dialect main() {
    return switch (provider.kind()) {
      case OPENAI ->
          Dialects.of(
              openAi.chat() == OpenAiModel.Chat.WHOLE
                  ? DialectName.OPENAI_CHAT
                  : DialectName.OPENAI_RESPONSES);
      case AZURE_OPENAI -> Dialects.of(DialectName.OPENAI_CHAT);
      case OPENAI_COMPATIBLE -> Dialects.compatibleChat(root.host());
      case ANTHROPIC -> Dialects.of(DialectName.ANTHROPIC);
      case GEMINI -> Dialects.of(DialectName.GEMINI);
      case VERTEX -> Dialects.vertex();
      case BEDROCK -> Dialects.of(DialectName.BEDROCK);
    };
  }

  /** What the provider has for a request for embeddings. */
  EmbeddingService embeddings() {
    return switch (provider.kind()) {
      case OPENAI, OPENAI_COMPATIBLE, AZURE_OPENAI -> EmbeddingService.OPENAI;
      case GEMINI -> EmbeddingService.GEMINI;
      case VERTEX -> EmbeddingService.VERTEX;
      case BEDROCK -> EmbeddingService.ofBedrock(model.upstreamModel());
      case ANTHROPIC -> EmbeddingService.NONE;
    };
  }

  /** Who counts there. */
  CountService counts() {
    return switch (provider.kind()) {
      case ANTHROPIC -> CountService.ANTHROPIC;
      case GEMINI -> CountService.GEMINI;
      case VERTEX -> CountService.VERTEX;
      case OPENAI, OPENAI_COMPATIBLE, AZURE_OPENAI, BEDROCK -> CountService.NONE;
    };
  }

  /** The target of a path of a dialect, such as {@code /messages}. */
  UpstreamTarget target(String path) {
    if (provider.kind() == ProviderKind.AZURE_OPENAI && model.upstreamModel().isEmpty()) {
      // Azure's own API beside the deployments.
      String version = (path.contains("?") ? "&" : "?") + "api-version=" + provider.apiVersion();
      return root.at("/openai" + path + version);
    }
    if (provider.kind() == ProviderKind.AZURE_OPENAI) {
      String deployment =
          URLEncoder.encode(model.upstreamModel(), StandardCharsets.UTF_8).replace("+", "%20");
      return root.at(
          "/openai/deployments/" + deployment + path + "?api-version=" + provider.apiVersion());
    }
    return root.at(path);
  }

  /** Where a Realtime session is opened; nothing where the provider has none. */
  Optional<UpstreamTarget> realtime() {
    String model =
        "?model=" + URLEncoder.encode(this.model.upstreamModel(), StandardCharsets.UTF_8);
    return switch (provider.kind()) {
      case OPENAI, OPENAI_COMPATIBLE -> Optional.of(root.at("/realtime" + model));
      case AZURE_OPENAI -> Optional.of(root.at("/openai/v1/realtime" + model));
      case ANTHROPIC, GEMINI, VERTEX, BEDROCK -> Optional.empty();
    };
  }

  /** Says where, and nothing of the keys. */
  @Override
  public String toString() {
    return "Route[" + model + ", " + root + "]";
  }
}
