package dev.weir.governance.stop;

import java.util.Locale;
import java.util.Optional;

/**
 * What an order to stop is for.
 *
 * @param name of the team or model, or the id of the key; empty for everything
 */
public record StopScope(Kind kind, String name) {

  /** What is stopped. */
  public enum Kind {
    ALL,
    TEAM,
    /** A virtual key by its id, or the tokens of an issuer as {@code token:issuer}. */
    KEY,
    /** A name that callers use, or the name of a model at its provider. */
    MODEL
  }

  public static final StopScope EVERYTHING = new StopScope(Kind.ALL, "");

  /** A longer name is none that a policy or a key can have. */
  private static final int NAME_CHARACTERS_MAX = 512;

  public StopScope {
    if (name.isEmpty() != (kind == Kind.ALL) || name.length() > NAME_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a scope is everything, or a team, key or model with a name of 1 to "
              + NAME_CHARACTERS_MAX
              + " characters");
    }
  }

  /** The key of its order in the log: {@code all}, {@code team/search}, {@code model/gpt-5}. */
  public String text() {
    String prefix = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.ALL ? prefix : prefix + "/" + name;
  }

  /** As a sentence names it. */
  public String phrase() {
    return kind == Kind.ALL
        ? "everything"
        : kind.name().toLowerCase(Locale.ROOT) + " '" + name + "'";
  }

  /** Reads what {@link #text} writes; nothing where it is no scope of this release. */
  public static Optional<StopScope> parse(String text) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.name().toLowerCase(Locale.ROOT);
      if (kind == Kind.ALL && text.equals(prefix)) {
        return Optional.of(EVERYTHING);
      }
      int nameAt = prefix.length() + 1;
      if (kind != Kind.ALL
          && text.startsWith(prefix + "/")
          && text.length() > nameAt
          && text.length() - nameAt <= NAME_CHARACTERS_MAX) {
        return Optional.of(new StopScope(kind, text.substring(nameAt)));
      }
    }
    return Optional.empty();
  }
}
