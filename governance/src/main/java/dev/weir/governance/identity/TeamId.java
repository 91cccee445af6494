package dev.weir.governance.identity;

import java.util.regex.Pattern;

/** Names a team: what budgets, keys, data keys and bills belong to. */
public record TeamId(String value) {

  /** Safe in topic keys, file names and metric labels: no separator of ours can occur in it. */
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  public TeamId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a team's name has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit: '"
              + value
              + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
