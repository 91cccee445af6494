package dev.weir.governance.detection.secret;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** How the tables of this package write their rows. */
final class Rows {

  /** A shape that nothing else has. */
  static final double CERTAIN = 0.95;

  /** A shape that other things may have, beside a name that says what it is. */
  static final double LIKELY = 0.8;

  /** Enough for any token but those that carry claims. */
  private static final int TOKEN_MAX = 320;

  private static final int CLAIMS_MAX = 4_096;

  private Rows() {}

  /** A token that begins with one of {@code prefixes}. */
  static ScanRule token(String id, String pattern, String... prefixes) {
    return begins(id, pattern, TOKEN_MAX, prefixes);
  }

  /**
   * A token that begins with one of {@code prefixes} and holds more than a few hundred characters.
   */
  static ScanRule longToken(String id, String pattern, String... prefixes) {
    return begins(id, pattern, CLAIMS_MAX, prefixes);
  }

  /** A token with a mark at most {@code before} characters after its start. */
  static ScanRule marked(String id, String pattern, int before, String... marks) {
    return row(
        id, pattern, new Anchor.Literals(List.of(marks), before, TOKEN_MAX), TokenCheck.USUAL);
  }

  /** A token, the first group of {@code pattern}, behind a name that only it has. */
  static ScanRule named(String id, String pattern, String... names) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        CERTAIN,
        new Anchor.Literals(List.of(names), 0, TOKEN_MAX),
        Pattern.compile("^" + pattern),
        1,
        TokenCheck.USUAL);
  }

  /**
   * A token with no mark of its own, in the first group of {@code pattern}, within a line or two of
   * a vendor's name.
   */
  static ScanRule near(String id, String pattern, String... names) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        LIKELY,
        new Anchor.Literals(List.of(names), 0, 120),
        Pattern.compile(pattern),
        1,
        TokenCheck.USUAL);
  }

  /** Tied to the prefix, so that what is none fails at its first characters. */
  private static ScanRule begins(String id, String pattern, int length, String... prefixes) {
    return row(
        id,
        "^(?:" + pattern + ")",
        new Anchor.Literals(List.of(prefixes), 0, length),
        TokenCheck.USUAL);
  }

  static ScanRule row(String id, String pattern, Anchor anchor, Check check) {
    return new ScanRule(
        id, FindingType.SECRET, CERTAIN, anchor, Pattern.compile(pattern), 0, check);
  }
}
