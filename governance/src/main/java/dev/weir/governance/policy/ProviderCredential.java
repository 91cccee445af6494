package dev.weir.governance.policy;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** How Weir shows a provider who it is: what a policy says of it, which is never a secret. */
public sealed interface ProviderCredential {

  /** All that has to be read before the credential can be used. */
  List<CredentialReference> references();

  /** A key that goes into a header as it is. */
  record ApiKey(CredentialReference key) implements ProviderCredential {
    @Override
    public List<CredentialReference> references() {
      return List.of(key);
    }
  }

  /** An access key of AWS, with which each request is signed for a region (Signature Version 4). */
  record AwsKeys(
      CredentialReference accessKeyId,
      CredentialReference secretAccessKey,
      Optional<CredentialReference> sessionToken,
      String region)
      implements ProviderCredential {
    @Override
    public List<CredentialReference> references() {
      return sessionToken
          .map(token -> List.of(accessKeyId, secretAccessKey, token))
          .orElseGet(() -> List.of(accessKeyId, secretAccessKey));
    }
  }

  /**
   * The JSON document of a Google account, which is exchanged for access tokens: a {@code
   * service_account} with its private key, or an {@code external_account} whose token lies in a
   * file.
   */
  record GoogleAccount(CredentialReference document) implements ProviderCredential {
    @Override
    public List<CredentialReference> references() {
      return List.of(document);
    }
  }

  /**
   * An application of Microsoft Entra, which is exchanged for access tokens (OAuth 2.0 client
   * credentials, RFC 6749 section 4.4).
   *
   * @param authority who issues the tokens; {@code https://login.microsoftonline.com} unless it is
   *     a cloud of its own
   */
  record EntraClient(
      String tenantId, String clientId, CredentialReference clientSecret, URI authority)
      implements ProviderCredential {
    @Override
    public List<CredentialReference> references() {
      return List.of(clientSecret);
    }
  }
}
