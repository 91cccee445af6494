package dev.weir.governance.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two policy texts say differently. Comments, quotes, the order of keys and of lists whose
 * order means nothing are no difference. Settings are compared as they are written, so a default
 * that is spelled out counts as added.
 */
public final class PolicyDiff {

  private PolicyDiff() {}

  /**
   * The changes in the order of their paths.
   *
   * @throws IllegalArgumentException where a text is no YAML
   */
  public static List<PolicyChange> between(String before, String after) {
    Map<String, String> old = PolicyFacts.of(before);
    Map<String, String> fresh = PolicyFacts.of(after);
    TreeSet<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(fresh.keySet());
    List<PolicyChange> changes = new ArrayList<>();
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(old.get(path));
      Optional<String> is = Optional.ofNullable(fresh.get(path));
      if (!was.equals(is) && !isOnlyFilled(path, was, fresh) && !isOnlyFilled(path, is, old)) {
        changes.add(new PolicyChange(path, was, is));
      }
    }
    return changes;
  }

  /** Whether an empty mapping here has become one with settings, each a change of its own. */
  private static boolean isOnlyFilled(
      String path, Optional<String> value, Map<String, String> others) {
    if (!value.equals(Optional.of(PolicyFacts.EMPTY))) {
      return false;
    }
    String below = new TreeMap<>(others).higherKey(path + ".");
    return below != null && below.startsWith(path + ".");
  }
}
