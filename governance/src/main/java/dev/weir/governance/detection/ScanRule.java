package dev.weir.governance.detection;

import com.google.re2j.Pattern;

/**
 * One thing to look for: where to look ({@code anchor}), its shape ({@code pattern}, whose {@code
 * group} is what is found) and whether it is one ({@code check}).
 *
 * <p>A pattern is linear-time RE2 and runs on the text as {@link Folding} leaves it. Repetitions
 * should be bounded: what a pattern reads is bounded by its anchor, not by itself. A match that the
 * end of the window cuts inside a word does not count.
 *
 * @param id names the rule in findings and policies, {@code iban-mod97} for example
 * @param score from 0 to 1, what a match is worth before its check
 */
public record ScanRule(
    String id,
    FindingType type,
    double score,
    Anchor anchor,
    Pattern pattern,
    int group,
    Check check) {

  public ScanRule {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a rule needs an id");
    }
    if (!(score > 0 && score <= 1)) {
      throw new IllegalArgumentException("a score is above 0 and not above 1: " + score);
    }
    if (group < 0 || group > pattern.groupCount()) {
      throw new IllegalArgumentException("rule " + id + " has no group " + group);
    }
  }

  /** A rule whose whole match is what is found. */
  public static ScanRule of(
      String id, FindingType type, double score, Anchor anchor, String regex, Check check) {
    return new ScanRule(id, type, score, anchor, Pattern.compile(regex), 0, check);
  }
}
