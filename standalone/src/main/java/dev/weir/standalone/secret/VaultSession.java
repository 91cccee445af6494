package dev.weir.standalone.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.proxy.credential.DocumentClient;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.VaultSettings;
import dev.weir.standalone.config.VaultSettings.Login;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * A process's login at Vault. A token is renewed, or another one fetched, when two thirds of its
 * lease are over; whoever needs it meanwhile waits for the one who does that.
 */
final class VaultSession {

  private static final int TOKEN_FILE_BYTES_MAX = 4_096;

  /** A renewal that failed is tried again, while the token still is good. */
  private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(10);

  /** How often a role logs in anew because a token was refused. */
  private static final Duration LOGIN_AGAIN = Duration.ofMinutes(1);

  private final VaultSettings settings;
  private final DocumentClient http;
  private final InstantSource clock;
  private String token = "";
  private Instant due = Instant.MIN;
  private Instant loggedIn = Instant.EPOCH;

  VaultSession(VaultSettings settings, DocumentClient http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /** A token that is good as far as this process knows. */
  synchronized String token() throws UnreadableSecretException, InterruptedException {
    if (clock.instant().isBefore(due)) {
      return token;
    }
    switch (settings.login()) {
      case Login.TokenFile(Path file) -> {
        token = ofFile(file);
        due = clock.instant().plus(Duration.ofSeconds(1));
      }
      case Login.Token(var configured) ->
          renew(plain(configured.reveal().strip(), "credentials.vault.token"));
      case Login.AppRole role -> logIn(role);
    }
    return token;
  }

  /** Vault refused this token: the next caller gets another one, where there is another way. */
  synchronized boolean refused(String refused) {
    if (settings.login() instanceof Login.Token) {
      return false;
    }
    if (clock.instant().isBefore(loggedIn.plus(LOGIN_AGAIN))) {
      // Vault says the same of a path that the role may not read: that needs no other token.
      return false;
    }
    if (token.equals(refused)) {
      due = Instant.MIN;
    }
    return true;
  }

  /** What goes into a header; the text itself is never shown. */
  private static String plain(String token, String where) throws UnreadableSecretException {
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new UnreadableSecretException(
          where + " holds no token of Vault: one line of printable characters is expected");
    }
    return token;
  }

  private static String ofFile(Path file) throws UnreadableSecretException {
    try {
      if (Files.size(file) > TOKEN_FILE_BYTES_MAX) {
        throw new UnreadableSecretException(file + " is too large for a token of Vault");
      }
      return plain(Files.readString(file).strip(), file.toString());
    } catch (IOException e) {
      throw new UnreadableSecretException(
          "cannot read the token of Vault in " + file + " (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** The first time this also tells how long the token is good. */
  private void renew(String configured) throws InterruptedException {
    token = configured;
    try {
      DocumentClient.Answer answer = ask("auth/token/renew-self", "{}", token);
      Duration lease = lease(answer.body().path("auth"));
      // A root token, or one that cannot be renewed, answers otherwise and is used as it is.
      due = answer.status() == 200 && lease.isPositive() ? after(lease) : Instant.MAX;
      if (answer.status() >= 500) {
        due = clock.instant().plus(RENEWAL_PAUSE);
      }
    } catch (IOException _) {
      // The reading that follows says what is wrong.
      due = clock.instant().plus(RENEWAL_PAUSE);
    }
  }

  private void logIn(Login.AppRole role) throws UnreadableSecretException, InterruptedException {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("role_id", role.roleId())
            .put("secret_id", role.secretId().reveal())
            .toString();
    try {
      DocumentClient.Answer answer = ask("auth/" + role.mount() + "/login", body, "");
      JsonNode auth = answer.body().path("auth");
      String fresh = auth.path("client_token").asText("");
      if (answer.status() != 200 || fresh.isEmpty()) {
        throw new UnreadableSecretException(
            "Vault at %s refused the role of credentials.vault.role-id (status %d)"
                .formatted(settings.address(), answer.status()));
      }
      Duration lease = lease(auth);
      token = plain(fresh, "the answer of Vault at " + settings.address());
      loggedIn = clock.instant();
      due = lease.isPositive() ? after(lease) : Instant.MAX;
    } catch (IOException e) {
      throw new UnreadableSecretException("Vault is away: " + e.getMessage());
    }
  }

  private Instant after(Duration lease) {
    return clock.instant().plus(lease.multipliedBy(2).dividedBy(3));
  }

  private static Duration lease(JsonNode auth) {
    return Duration.ofSeconds(Math.max(0, auth.path("lease_duration").asInt(0)));
  }

  private DocumentClient.Answer ask(String path, String body, String with)
      throws IOException, InterruptedException {
    return http.post(uri(path), headers(with), "application/json", body);
  }

  URI uri(String path) {
    String base = settings.address().toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "v1/" + path);
  }

  /** {@code with}: a token; empty before the login. */
  Map<String, String> headers(String with) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Vault-Request", "true");
    settings.namespace().ifPresent(namespace -> headers.put("X-Vault-Namespace", namespace));
    if (!with.isEmpty()) {
      headers.put("X-Vault-Token", with);
    }
    return headers;
  }
}
