package dev.weir.governance.guard;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Texts that are no findings: a finding whose whole text is one of them, or for {@code @} and a
 * domain ends with it, is none. Upper and lower case do not matter.
 */
public final class AllowList {

  public static final AllowList NOTHING = new AllowList(Set.of());

  private final Set<String> whole = new HashSet<>();
  private final Set<String> domains = new HashSet<>();

  public AllowList(Collection<String> texts) {
    for (String text : texts) {
      String folded = text.strip().toLowerCase(Locale.ROOT);
      if (folded.startsWith("@")) {
        domains.add(folded);
      } else if (!folded.isEmpty()) {
        whole.add(folded);
      }
    }
  }

  boolean allows(Match match, CharSequence text) {
    if (whole.isEmpty() && domains.isEmpty()) {
      return false;
    }
    String found = match.in(text).toString().strip().toLowerCase(Locale.ROOT);
    int at = found.lastIndexOf('@');
    return whole.contains(found) || (at >= 0 && domains.contains(found.substring(at)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AllowList it && whole.equals(it.whole) && domains.equals(it.domains);
  }

  @Override
  public int hashCode() {
    return 31 * whole.hashCode() + domains.hashCode();
  }

  /** What is allowed may be somebody's. */
  @Override
  public String toString() {
    return "AllowList[" + (whole.size() + domains.size()) + "]";
  }
}
