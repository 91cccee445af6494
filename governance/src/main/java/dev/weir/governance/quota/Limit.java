package dev.weir.governance.quota;

import dev.weir.governance.identity.TeamId;
import java.util.regex.Pattern;

/** One limit of a team: at most {@code max} units in each window. */
public record Limit(
    String id, TeamId team, LimitUnit unit, Window window, long max, LimitMode mode) {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  public Limit {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a limit's id has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit: '"
              + id
              + "'");
    }
    if (max < 0) {
      throw new IllegalArgumentException("a limit cannot be negative: " + max);
    }
  }

  /** What a refusal and a log line call the scope of this limit. */
  public String scope() {
    return "team/" + team;
  }
}
