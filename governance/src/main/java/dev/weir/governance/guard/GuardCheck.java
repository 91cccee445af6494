package dev.weir.governance.guard;

import com.google.re2j.Pattern;
import dev.weir.governance.firewall.Exfiltration;
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
   * @param from whose texts are looked at; none means all. What nobody knows the origin of is
   */
  record Contents(
      Set<String> find, Set<String> rules, double minScore, AllowList allowed, Set<TextOrigin> from)
      implements GuardCheck {

    public static final String ALL = "all";
    public static final String INJECTION = "injection";

    /** Of all texts, whoever they come from. */
    public Contents(Set<String> find, Set<String> rules, double minScore, AllowList allowed) {
      this(find, rules, minScore, allowed, Set.of());
    }

    public Contents {
      find = Set.copyOf(find);
      rules = Set.copyOf(rules);
      from = Set.copyOf(from);
      if (find.isEmpty() && rules.isEmpty()) {
        throw new IllegalArgumentException("a guard that looks for nothing finds nothing");
      }
      if (!(minScore >= 0 && minScore <= 1)) {
        throw new IllegalArgumentException("min-score is from 0 to 1");
      }
    }

    boolean wantsInjections() {
      return find.contains(INJECTION);
    }

    @Override
    public boolean isJudgement() {
      return find.equals(Set.of(INJECTION)) && rules.isEmpty();
    }

    @Override
    public boolean reads(TextOrigin origin) {
      return from.isEmpty() || origin == TextOrigin.UNKNOWN || from.contains(origin);
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

  /** Addresses in an answer that lead to hosts outside a list. */
  record Links(Exfiltration exfiltration) implements GuardCheck {}

  /** Calls of tools outside a list, by the names that the model calls. */
  record Calls(Set<String> tools) implements GuardCheck {

    static final String FOUND = "tool-call";

    public Calls {
      tools = Set.copyOf(tools);
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

  /** Whether it is for answers, and has nothing to look for in a prompt. */
  default boolean isOfAnswers() {
    return switch (this) {
      case Links _, Calls _, Conformity _, Canary _ -> true;
      case Contents _, Length _ -> false;
    };
  }

  /** Whether what it finds stands somewhere in a text, and can be masked there. */
  default boolean isMaskable() {
    return this instanceof Contents || this instanceof Links;
  }

  /** Whether texts have to be scanned for it, which has a budget. */
  default boolean scans() {
    return switch (this) {
      case Contents _, Links _, Canary _ -> true;
      case Calls _, Length _, Conformity _ -> false;
    };
  }

  /** Whether it looks at texts that come from there. */
  default boolean reads(TextOrigin origin) {
    return true;
  }

  /** Whether it does no more than judge texts: what is not judged it has not looked at. */
  default boolean isJudgement() {
    return false;
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
