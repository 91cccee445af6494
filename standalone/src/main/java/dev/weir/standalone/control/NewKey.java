package dev.weir.standalone.control;

import dev.weir.governance.identity.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a key is made for.
 *
 * @param project within the team; {@code user}: a person; {@code name}: what the key is called in
 *     lists. Each 1 to 64 printable characters
 * @param expiresAt from then on it proves nobody
 * @param models the models and routes that it may be used for; empty for all that the team may use
 */
public record NewKey(
    TeamId team,
    Optional<String> project,
    Optional<String> user,
    Optional<String> name,
    Optional<Instant> expiresAt,
    List<String> models) {

  private static final int MODELS_MAX = 100;

  /** Lists show it on terminals: no control characters. */
  private static final Pattern SHOWN = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]{1,64}");

  public NewKey {
    Stream.of(project, user, name)
        .flatMap(Optional::stream)
        .forEach(text -> {
          if (text.isBlank() || !SHOWN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                "a key's project, user and name have 1 to 64 printable characters each");
          }
        });
    models = models.stream().distinct().toList();
    if (models.size() > MODELS_MAX) {
      throw new IllegalArgumentException(
          "a key is limited to at most " + MODELS_MAX + " models; a route stands for several");
    }
  }

  /** For all that the team may do, without an end. */
  public static NewKey of(TeamId team) {
    return new NewKey(
        team, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }
}
