package dev.weir.governance.detection;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may stand in a text although a rule finds it: the address of the help desk, the numbers of
 * test cards. Values are compared without case and after folding, and must be all of what is found.
 */
public final class AllowList {

  /** Allows nothing. */
  public static final AllowList NOTHING = new AllowList(Set.of(), List.of());

  private final Set<String> values;
  private final List<Pattern> patterns;

  private AllowList(Set<String> values, List<Pattern> patterns) {
    this.values = values;
    this.patterns = patterns;
  }

  /**
   * Allows {@code values}, and what one of the RE2 {@code patterns} matches as a whole.
   *
   * @throws com.google.re2j.PatternSyntaxException if a pattern is none
   */
  public static AllowList of(List<String> values, List<String> patterns) {
    return new AllowList(
        values.stream().map(AllowList::plain).collect(Collectors.toUnmodifiableSet()),
        patterns.stream().map(Pattern::compile).toList());
  }

  /** Whether {@code found}, which is folded, may stand there. */
  boolean allows(CharSequence found) {
    return (!values.isEmpty() && values.contains(lower(found.toString())))
        || patterns.stream().anyMatch(pattern -> pattern.matcher(found).matches());
  }

  private static String plain(String value) {
    return lower(Folding.fold(value).text());
  }

  private static String lower(String value) {
    return value.toLowerCase(Locale.ROOT);
  }
}
