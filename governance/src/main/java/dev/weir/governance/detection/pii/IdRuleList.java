package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Collects rules for identity and tax numbers, which differ in few things. */
final class IdRuleList {

  /** How much a number says that is well-formed and that no word explains. */
  enum Strength {
    /** Letters, marks or check digits that hardly anything else has. */
    STRONG(0.7, 0.9),
    /** One of some hundred numbers of this length would pass: a guess, below what alerts. */
    FAIR(0.4, 0.85),
    /** One of ten would pass: words must say what it is. */
    WEAK(0, 0.8);

    private final double alone;
    private final double together;

    Strength(double alone, double together) {
      this.alone = alone;
      this.together = together;
    }
  }

  private static final List<String> WORDS =
      List.of("national id", "identity number", "identity card", "id number", "id card", "tax id");

  private final List<ScanRule> rules = new ArrayList<>();

  List<ScanRule> rules() {
    return List.copyOf(rules);
  }

  /** Adds what has so many digits, this form, and check digits that {@code valid} knows. */
  void add(
      String name,
      int digitsMin,
      int digitsMax,
      String regex,
      Predicate<String> valid,
      Strength strength,
      String... words) {
    List<String> near = new ArrayList<>(List.of(words));
    near.addAll(WORDS);
    add(
        name,
        digitsMin,
        digitsMax,
        regex,
        valid,
        strength.together,
        Context.scored(strength.alone, strength.together, near));
  }

  /**
   * Adds what has no check digits, or is called by a word that is also another one: one of {@code
   * words} must stand directly before it.
   */
  void addBeside(
      String name,
      int digitsMin,
      int digitsMax,
      String regex,
      Predicate<String> valid,
      String... words) {
    double score = Strength.WEAK.together;
    add(name, digitsMin, digitsMax, regex, valid, score, new Beside(List.of(words)));
  }

  private void add(
      String name,
      int digitsMin,
      int digitsMax,
      String regex,
      Predicate<String> valid,
      double score,
      Check words) {
    rules.add(
        ScanRule.of(
            "national-id-" + name,
            FindingType.NATIONAL_ID,
            score,
            new DigitRun(digitsMin, digitsMax, 4, 4),
            "\\b(?:" + regex + ")" + (regex.endsWith("\\)") ? "" : "\\b"),
            Shape.ALONE.and(Shape.compact(valid)).and(words)));
  }
}
