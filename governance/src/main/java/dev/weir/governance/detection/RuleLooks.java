package dev.weir.governance.detection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a rule's pattern before the pattern itself is run: whether it may match at all,
 * and, of patterns that can be read exactly and are of bounded length, where. Of these only the
 * group is left to the pattern, where the rule has one.
 */
final class RuleLooks {

  static final RuleLooks NONE = new RuleLooks();

  private final @Nullable LazyDfa anywhere;
  private final @Nullable LazyDfa here;

  private RuleLooks() {
    this.anywhere = null;
    this.here = null;
  }

  private RuleLooks(NfaParser.Parsed parsed, boolean whole) {
    this.anywhere = new LazyDfa(parsed, true);
    this.here = whole && parsed.exact() && !parsed.endless() ? new LazyDfa(parsed, false) : null;
  }

  static RuleLooks of(ScanRule rule) {
    Optional<NfaParser.Parsed> parsed = NfaParser.parse(rule.pattern().pattern());
    return parsed.map(it -> new RuleLooks(it, rule.group() == 0)).orElse(NONE);
  }

  /** Whether the pattern may match in what stands from {@code from} to {@code to}, seen alone. */
  boolean mayMatch(String text, int from, int to) {
    return anywhere == null || anywhere.mayMatch(text, from, to);
  }

  /** Says where the pattern matches in that text, which is ASCII; null where it cannot. */
  @Nullable LazyDfa exactly(String text, int from, int to) {
    if (here == null) {
      return null;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) >= Nfa.OTHER) {
        return null;
      }
    }
    return here;
  }
}
