package dev.weir.standalone.control;

import java.util.OptionalLong;

/**
 * Who publishes a version of the policy, why, and in the place of which.
 *
 * @param by a user of the operating system, or what stands for one; never empty
 * @param comment one line of at most {@value #COMMENT_MAX} characters; may be empty
 * @param ifVersion publish only where this version governs; 0 is the state before the first
 */
public record Publication(String by, String comment, OptionalLong ifVersion) {

  public static final int COMMENT_MAX = 500;

  private static final int BY_MAX = 200;

  public Publication {
    if (by.isBlank() || by.length() > BY_MAX) {
      throw new IllegalArgumentException("who publishes has 1 to " + BY_MAX + " characters");
    }
    if (comment.length() > COMMENT_MAX || comment.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a comment is one line of at most " + COMMENT_MAX + " characters");
    }
  }

  /** Without a comment, whatever governs. */
  public static Publication by(String who) {
    return new Publication(who, "", OptionalLong.empty());
  }

  /** The same, where that version still governs. */
  Publication inPlaceOf(long version) {
    return new Publication(by, comment, OptionalLong.of(version));
  }

  public Publication withComment(String said) {
    return new Publication(by, said, ifVersion);
  }
}
