package dev.weir.governance.detection;

import com.google.re2j.Pattern;

/**
 * One thing to look for: where ({@code anchor}), its form (a {@code group} of a linear-time {@code
 * pattern}), and what else must be true ({@code check}).
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
    if (!(score > 0 && score <= 1)) {
      throw new IllegalArgumentException("a rule's score is above 0 and up to 1: " + score);
    }
    if (group < 0 || group > pattern.groupCount()) {
      throw new IllegalArgumentException(id + " has no group " + group);
    }
  }
}
