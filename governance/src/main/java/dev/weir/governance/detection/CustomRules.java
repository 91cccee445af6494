package dev.weir.governance.detection;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.weir.governance.detection.Anchor.Everywhere;
import dev.weir.governance.detection.Anchor.Literals;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Rules that people write in a policy: a pattern or a list of words, under a name of theirs. */
public final class CustomRules {

  /** The longest pattern, in chars. */
  public static final int PATTERN_MAX = 1_000;

  /** The most words of one rule. */
  public static final int WORDS_MAX = 1_000;

  private static final double SCORE = 0.8;

  private CustomRules() {}

  /**
   * What {@code regex} (RE2, https://github.com/google/re2/wiki/Syntax) matches, as {@code
   * custom:name}. A match is at most {@value Everywhere#OVERLAP} chars long.
   *
   * @throws IllegalArgumentException with a line for who wrote it, if it is no pattern, is too
   *     long, or matches nothing at all
   */
  public static ScanRule regex(String name, String regex) {
    if (regex.length() > PATTERN_MAX) {
      throw new IllegalArgumentException(
          "the pattern of '" + name + "' is longer than " + PATTERN_MAX + " chars");
    }
    Pattern pattern = compile(name, regex);
    if (pattern.matcher("").find()) {
      throw new IllegalArgumentException(
          "the pattern of '" + name + "' matches an empty text; write + for *");
    }
    return new ScanRule(
        "custom:" + name, FindingType.CUSTOM, SCORE, new Everywhere(), pattern, 0, Check.NONE);
  }

  /**
   * Each of {@code words} in any case, where no letter or digit touches it.
   *
   * @throws IllegalArgumentException if there are none, or too many
   */
  public static ScanRule words(String name, List<String> words) {
    List<String> folded =
        words.stream()
            .map(word -> Folding.fold(word.strip()).text())
            .filter(word -> !word.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    if (folded.isEmpty() || folded.size() > WORDS_MAX) {
      throw new IllegalArgumentException(
          "'" + name + "' needs 1 to " + WORDS_MAX + " words and has " + folded.size());
    }
    String any = folded.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return new ScanRule(
        "custom:" + name,
        FindingType.CUSTOM,
        SCORE,
        new Literals(folded, 0, 0),
        Pattern.compile("(?i)(?:" + any + ")"),
        0,
        (text, start, end, score) -> touches(text, start - 1) || touches(text, end) ? 0 : score);
  }

  private static boolean touches(CharSequence text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  private static Pattern compile(String name, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the pattern of '" + name + "' is no RE2 pattern: " + e.getDescription(), e);
    }
  }
}
