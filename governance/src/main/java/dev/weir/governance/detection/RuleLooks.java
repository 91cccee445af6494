package dev.weir.governance.detection;

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

  private RuleLooks(LazyDfa anywhere, @Nullable LazyDfa here) {
    this.anywhere = anywhere;
    this.here = here;
  }

  static RuleLooks of(ScanRule rule) {
    String regex = rule.pattern().pattern();
    NfaParser.Parsed parsed = NfaParser.parse(regex).orElse(null);
    if (parsed == null) {
      return NONE;
    }
    if (parsed.exact() && !parsed.endless()) {
      return new RuleLooks(
          new LazyDfa(parsed, true), rule.group() == 0 ? new LazyDfa(parsed, false) : null);
    }
    return new RuleLooks(new LazyDfa(NfaParser.parseCoarsely(regex).orElse(parsed), true), null);
  }

  /** How many sets of states were made to tell whether it may match, forgotten ones too. */
  long statesMade() {
    return anywhere == null ? 0 : anywhere.statesMade();
  }

  /** Whether the pattern may match in what stands from {@code from} to {@code to}, seen alone. */
  boolean mayMatch(String text, int from, int to, Visits visits) {
    return anywhere == null || anywhere.mayMatch(text, from, to, visits);
  }

  /** What a set of states of either automaton costs, in chars that the pattern reads. */
  int stateChars() {
    return anywhere == null ? 0 : anywhere.stateChars();
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
