package dev.weir.standalone.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A HashiCorp Vault, and what of it a policy may refer to.
 *
 * @param namespace of Vault Enterprise
 * @param mount of the secrets, a KV engine of version 2
 * @param allowedPaths what the path of a reference begins with, below the mount, whole segments
 * @param timeout of one request
 * @param readEvery after which time a value without a lease is read again
 */
public record VaultSettings(
    URI address,
    Optional<String> namespace,
    Login login,
    String mount,
    List<String> allowedPaths,
    Duration timeout,
    Duration readEvery) {

  /** How a process gets a token. */
  public sealed interface Login {

    /** A token of the configuration, renewed where it can be. */
    record Token(Secret token) implements Login {}

    /** A file that something else, Vault's own agent for example, keeps. */
    record TokenFile(Path file) implements Login {}

    /** A role of an application. */
    record AppRole(String mount, String roleId, Secret secretId) implements Login {}
  }

  private static final String PREFIX = "credentials.vault.";

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  public VaultSettings {
    String host = String.valueOf(address.getHost());
    boolean safe =
        "https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && LOOPBACK.matcher(host).matches());
    if (!safe || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          PREFIX
              + "address: expected a URL like https://vault.example.com:8200 (https, but on"
              + " loopback; no user in it)");
    }
    allowedPaths = List.copyOf(allowedPaths);
    if (allowedPaths.isEmpty()) {
      throw new IllegalArgumentException(
          PREFIX + "allowed-paths: required, what a policy may refer to, like weir/providers");
    }
  }

  /** Nothing where no address is given. */
  static Optional<VaultSettings> from(Settings settings) {
    Optional<URI> address = settings.uri(PREFIX + "address");
    var namespace = settings.optional(PREFIX + "namespace");
    Optional<Login> login = login(settings);
    String mount = settings.text(PREFIX + "mount", "secret");
    List<String> allowed =
        Arrays.stream(settings.text(PREFIX + "allowed-paths", "").split(","))
            .map(String::strip)
            .map(path -> path.replaceAll("^/+|/+$", ""))
            .filter(path -> !path.isEmpty())
            .toList();
    Duration timeout = settings.duration(PREFIX + "timeout", Duration.ofSeconds(5));
    Duration readEvery = settings.duration(PREFIX + "read-every", Duration.ofMinutes(1));
    return address.map(it ->
        new VaultSettings(
            it,
            namespace,
            login.orElseThrow(() ->
                new IllegalArgumentException(
                    PREFIX + "token, token-file, or role-id and secret-id: one is required")),
            mount,
            allowed,
            timeout,
            readEvery));
  }

  private static Optional<Login> login(Settings settings) {
    Optional<Login> token = settings.secret(PREFIX + "token").map(Login.Token::new);
    Optional<Login> file = settings.optionalPath(PREFIX + "token-file").map(Login.TokenFile::new);
    String mount = settings.text(PREFIX + "app-role-mount", "approle");
    Optional<String> role = settings.optional(PREFIX + "role-id");
    Optional<Secret> secret = settings.secret(PREFIX + "secret-id");
    Optional<Login> appRole =
        role.flatMap(id -> secret.map(it -> new Login.AppRole(mount, id, it)));
    if (role.isPresent() != secret.isPresent()) {
      throw new IllegalArgumentException(PREFIX + "role-id and secret-id: both or neither");
    }
    List<Login> given = List.of(token, file, appRole).stream().flatMap(Optional::stream).toList();
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          PREFIX + "token, token-file, or role-id and secret-id: one of them alone");
    }
    return given.stream().findFirst();
  }
}
