package dev.weir.proxy.credential;

import dev.weir.governance.policy.ProviderCredential.EntraClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Access tokens for an application of Microsoft Entra (RFC 6749, section 4.4). */
final class EntraExchange implements TokenExchange {

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  private final EntraClient application;
  private final TokenEndpoint endpoint;

  EntraExchange(EntraClient application, TokenEndpoint endpoint) {
    this.application = application;
    this.endpoint = endpoint;
  }

  @Override
  public AccessToken exchange(SecretText secret)
      throws UnreadableSecretException, InterruptedException {
    String authority = application.authority().toString();
    SequencedMap<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", application.clientId());
    form.put("client_secret", secret.reveal().strip());
    form.put("scope", SCOPE);
    return endpoint.ask(
        URI.create(
            (authority.endsWith("/") ? authority : authority + "/")
                + application.tenantId()
                + "/oauth2/v2.0/token"),
        form);
  }
}
