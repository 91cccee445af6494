package dev.weir.governance.guard;

import com.google.re2j.Pattern;
import java.util.Set;

/** What a guard looks for. */
public sealed interface GuardCheck {

  /**
   * Things in the text.
   *
   * @param find types of findings and names of recognizers; {@link #ALL} for all types but {@link
   *     #INJECTION}, which is a judgement of a whole text
   * @param rules ids of rules of detectors, besides
   * @param minScore from 0 to 1: what scores lower is not found
   * @param allowed texts that are no findings
   */
  record Contents(Set<String> find, Set<String> rules, double minScore, AllowList allowed)
      implements GuardCheck {

    public static final String ALL = "all";
    public static final String INJECTION = "injection";

    public Contents {
      find = Set.copyOf(find);
      rules = Set.copyOf(rules);
      if (find.isEmpty() && rules.isEmpty()) {
        throw new IllegalArgumentException("a guard that looks for nothing finds nothing");
      }
      if (!(minScore >= 0 && minScore <= 1)) {
        throw new IllegalArgumentException("min-score is from 0 to 1");
      }
    }

    /** Whether this is looked for, whatever its score. */
    boolean wants(Match match) {
      return find.contains(match.what())
          || rules.contains(match.rule())
          || (find.contains(ALL) && !match.custom() && !match.what().equals(INJECTION));
    }

    boolean finds(Match match, CharSequence text) {
      return match.score() >= minScore && wants(match) && !allowed.allows(match, text);
    }
  }

  /** Whether all texts of one direction together are longer, in characters (UTF-16). */
  record Length(long maxCharacters) implements GuardCheck {

    public Length {
      if (maxCharacters <= 0) {
        throw new IllegalArgumentException("max-characters is above zero");
      }
    }
  }

  /** Whether an answer is what the request's schema asks for. */
  record Conformity() implements GuardCheck {}

  /**
   * Whether an answer repeats a canary: a text in the request's instructions that nobody but the
   * model should see.
   *
   * @param pattern what canaries look like
   */
  record Canary(Pattern pattern) implements GuardCheck {}
}
