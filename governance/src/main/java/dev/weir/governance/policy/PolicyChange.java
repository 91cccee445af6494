package dev.weir.governance.policy;

import java.util.Optional;

/**
 * One thing that two policies say differently.
 *
 * @param path like {@code teams.search.limits[daily].max}
 * @param before nothing where it was added
 * @param after nothing where it was removed
 */
public record PolicyChange(String path, Optional<String> before, Optional<String> after) {

  public PolicyChange {
    if (before.equals(after)) {
      throw new IllegalArgumentException("no change: " + path);
    }
  }

  /** {@code + path: new}, {@code - path: old} or {@code ~ path: old -> new}. */
  @Override
  public String toString() {
    if (before.isEmpty()) {
      return "+ " + path + ": " + after.orElseThrow();
    }
    return after.isEmpty()
        ? "- " + path + ": " + before.get()
        : "~ " + path + ": " + before.get() + " -> " + after.get();
  }
}
