package dev.weir.proxy.exchange;

import dev.weir.dialects.anthropic.AnthropicDialect;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.ProviderAddress;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a model's provider and its credential. A credential is looked up once per policy version: a
 * new version takes up a changed one.
 */
public final class Routes {

  private static final Logger LOGGER = LoggerFactory.getLogger(Routes.class);

  private final Optional<URI> echo;
  private final Function<String, String> secrets;
  private volatile Resolved resolved = new Resolved(-1, Map.of());

  /**
   * @param echo the base URL of the built-in provider where there is one
   * @param secrets what a reference such as {@code ${env:NAME}} stands for; throws where it cannot
   *     be resolved, with a message that may be logged
   */
  public Routes(Optional<URI> echo, Function<String, String> secrets) {
    this.echo = echo;
    this.secrets = secrets;
  }

  /** Nothing where the provider's address or credential cannot be resolved. */
  Optional<Route> to(PolicySnapshot policy, ModelRoute model) {
    Resolved known = resolved;
    if (known.version != policy.version()) {
      known = new Resolved(policy.version(), new ConcurrentHashMap<>());
      resolved = known;
    }
    return known.routes.computeIfAbsent(model.name(), _ -> resolve(policy, model));
  }

  private Optional<Route> resolve(PolicySnapshot policy, ModelRoute model) {
    Provider provider = policy.policy().providers().get(model.providerId());
    if (provider == null) {
      return Optional.empty();
    }
    Optional<URI> base =
        switch (provider.address()) {
          case ProviderAddress.Url(URI url) -> Optional.of(url);
          case ProviderAddress.BuiltIn _ -> echo;
        };
    return base.flatMap(url ->
        access(provider)
            .map(access -> new Route(model, provider, UpstreamTarget.under(url, ""), access)));
  }

  private Optional<ProviderAccess> access(Provider provider) {
    if (provider.credentialReference().isEmpty()) {
      return Optional.of(ProviderAccess.NONE);
    }
    try {
      String secret = secrets.apply(provider.credentialReference()).strip();
      if (secret.isEmpty() || secret.chars().anyMatch(each -> each < 0x21 || each > 0x7e)) {
        throw new IllegalArgumentException("a credential is printable ASCII without spaces");
      }
      return Optional.of(access(provider, secret));
    } catch (RuntimeException e) {
      LOGGER
          .atError()
          .addKeyValue("provider", provider.id())
          .addKeyValue("failure", e.getClass().getSimpleName())
          .addKeyValue("reason", e.getMessage())
          .log("a provider's credential cannot be resolved");
      return Optional.empty();
    }
  }

  private static ProviderAccess access(Provider provider, String secret) {
    return switch (provider.kind()) {
      case OPENAI, OPENAI_COMPATIBLE, VERTEX, BEDROCK ->
          ProviderAccess.header("Authorization", "Bearer " + secret);
      case AZURE_OPENAI -> ProviderAccess.header("api-key", secret);
      case ANTHROPIC -> anthropic(secret);
      case GEMINI -> ProviderAccess.header("x-goog-api-key", secret);
    };
  }

  /** Callers of Anthropic's dialect say which version they speak; the translation speaks one. */
  private static ProviderAccess anthropic(String secret) {
    HttpField key = new HttpField("x-api-key", secret);
    HttpField version = new HttpField("anthropic-version", AnthropicDialect.VERSION);
    return (headers, _, _) -> {
      headers.add(key);
      if (!headers.contains(version.getName())) {
        headers.add(version);
      }
    };
  }

  private record Resolved(long version, Map<String, Optional<Route>> routes) {}
}
