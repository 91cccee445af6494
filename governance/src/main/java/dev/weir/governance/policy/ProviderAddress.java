package dev.weir.governance.policy;

import java.net.URI;

/** Where a provider answers. */
public sealed interface ProviderAddress {

  /** A base URL such as {@code https://api.openai.com/v1}. */
  record Url(URI base) implements ProviderAddress {}

  /** A provider that comes with Weir; the process knows where it runs. */
  record BuiltIn(String name) implements ProviderAddress {}
}
