package dev.weir.proxy.exchange;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.Provider.Timeouts;
import dev.weir.governance.policy.ProviderKind;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Where an exchange goes.
 *
 * @param root the provider's base URL, without its last slash
 * @param access puts the provider's credential on a request
 */
record Route(ModelRoute model, Provider provider, UpstreamTarget root, ProviderAccess access) {

  private static final Set<DialectName> OPENAI =
      Set.of(DialectName.OPENAI_CHAT, DialectName.OPENAI_RESPONSES);

  String providerId() {
    return model.providerId();
  }

  Timeouts timeouts() {
    return provider.timeouts();
  }

  /** What the provider speaks itself. */
  Set<DialectName> dialects() {
    return provider.kind() == ProviderKind.OPENAI ? OPENAI : Set.of(main().name());
  }

  /** What other dialects are translated to. */
  Dialect main() {
    return switch (provider.kind()) {
      case OPENAI, AZURE_OPENAI -> Dialects.of(DialectName.OPENAI_CHAT);
      case OPENAI_COMPATIBLE -> Dialects.compatibleChat();
      case ANTHROPIC -> Dialects.of(DialectName.ANTHROPIC);
      case GEMINI, VERTEX -> Dialects.of(DialectName.GEMINI);
      case BEDROCK -> Dialects.of(DialectName.BEDROCK);
    };
  }

  /** The target of a path of a dialect, such as {@code /messages}. */
  UpstreamTarget target(String path) {
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

  /** Hides the credential. */
  @Override
  public String toString() {
    return "Route[" + model + ", " + root + "]";
  }
}
