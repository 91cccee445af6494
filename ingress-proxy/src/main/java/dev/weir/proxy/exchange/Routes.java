package dev.weir.proxy.exchange;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.ProviderAddress;
import dev.weir.proxy.credential.CredentialBook;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds a model's provider and its keys; each model's once per policy version. */
public final class Routes {

  private final Optional<URI> echo;
  private final CredentialBook credentials;
  private volatile Resolved resolved = new Resolved(-1, Map.of());

  /**
   * @param echo the base URL of the built-in provider where there is one
   * @param credentials of the providers
   */
  public Routes(Optional<URI> echo, CredentialBook credentials) {
    this.echo = echo;
    this.credentials = credentials;
  }

  /** Nothing where the provider's address is not known. */
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
    return base.map(
        url -> new Route(model, provider, UpstreamTarget.under(url, ""), credentials.of(provider)));
  }

  private record Resolved(long version, Map<String, Optional<Route>> routes) {}
}
