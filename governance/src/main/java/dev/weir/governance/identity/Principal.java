package dev.weir.governance.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller of one exchange, as its credential proves.
 *
 * @param keyId the id of its virtual key, or what {@link #tokenOf} says
 */
public record Principal(
    String organisation,
    TeamId team,
    @Nullable String projectName,
    @Nullable String userName,
    String keyId) {

  /** What stands for the key's id where a token of this issuer is the credential; no key's id. */
  public static String tokenOf(TokenIssuer issuer) {
    return "token:" + issuer.name();
  }

  public Optional<String> project() {
    return Optional.ofNullable(projectName);
  }

  public Optional<String> user() {
    return Optional.ofNullable(userName);
  }
}
