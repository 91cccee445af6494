package dev.weir.standalone.secret;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.DocumentClient;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.VaultSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets of HashiCorp Vault over its HTTP API: {@code ${vault:MOUNT/PATH#FIELD}} is a field of the
 * newest version of a secret in a KV engine of version 2
 * (developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2).
 */
final class VaultReader {

  private static final Pattern NAME =
      Pattern.compile("(?<path>[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+)#(?<field>[^#]+)");

  private final VaultSettings settings;
  private final DocumentClient http;
  private final VaultSession session;

  VaultReader(VaultSettings settings, DocumentClient http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.session = new VaultSession(settings, http, clock);
  }

  ReadSecret read(CredentialReference reference)
      throws UnreadableSecretException, InterruptedException {
    Matcher parts = NAME.matcher(reference.name());
    if (!parts.matches()) {
      throw refused(reference, "is no path of Vault: expected ${vault:MOUNT/PATH#FIELD}");
    }
    String path = allowed(reference, parts.group("path"));
    DocumentClient.Answer answer = ask(reference, path);
    return switch (answer.status()) {
      case 200 -> field(reference, parts.group("field"), answer.body());
      case 403 -> throw refused(reference, "may not be read with the token of this process");
      case 404 -> throw refused(reference, "names nothing in Vault");
      default ->
          throw refused(
              reference,
              "cannot be read: Vault at %s answered with status %d"
                  .formatted(settings.address(), answer.status()));
    };
  }

  /** The path below the mount. */
  private String allowed(CredentialReference reference, String path)
      throws UnreadableSecretException {
    String below =
        path.startsWith(settings.mount() + "/")
            ? path.substring(settings.mount().length() + 1)
            : "";
    boolean climbs = ("/" + path + "/").contains("/../") || ("/" + path + "/").contains("/./");
    if (climbs
        || settings.allowedPaths().stream()
            .noneMatch(allowed -> (below + "/").startsWith(allowed + "/"))) {
      throw refused(
          reference,
          "may not be read by a policy: it is not below the mount and the allowed-paths of"
              + " credentials.vault");
    }
    return below;
  }

  /** Once more with another token where the first one is refused. */
  private DocumentClient.Answer ask(CredentialReference reference, String path)
      throws UnreadableSecretException, InterruptedException {
    try {
      String token = session.token();
      DocumentClient.Answer answer = get(path, token);
      return answer.status() == 403 && session.refused(token) ? get(path, session.token()) : answer;
    } catch (IOException e) {
      throw refused(reference, "cannot be read: Vault is away: " + e.getMessage());
    }
  }

  private DocumentClient.Answer get(String path, String token)
      throws IOException, InterruptedException {
    return http.get(session.uri(settings.mount() + "/data/" + path), session.headers(token));
  }

  private ReadSecret field(CredentialReference reference, String field, JsonNode answer)
      throws UnreadableSecretException {
    JsonNode value = answer.path("data").path("data").path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw refused(reference, "names no text in Vault");
    }
    long lease = Math.max(0, answer.path("lease_duration").asLong(0));
    return new ReadSecret(
        new SecretText(value.textValue()),
        lease > 0 ? Duration.ofSeconds(lease).multipliedBy(2).dividedBy(3) : settings.readEvery());
  }

  private static UnreadableSecretException refused(CredentialReference reference, String why) {
    return new UnreadableSecretException(reference + " " + why);
  }
}
