package dev.weir.governance.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of one exchange, as its credential proves. */
public record Principal(
    String organisation,
    TeamId team,
    @Nullable String projectName,
    @Nullable String userName,
    String keyId) {

  public Optional<String> project() {
    return Optional.ofNullable(projectName);
  }

  public Optional<String> user() {
    return Optional.ofNullable(userName);
  }
}
