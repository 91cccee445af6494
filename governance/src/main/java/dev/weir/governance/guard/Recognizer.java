package dev.weir.governance.guard;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a policy itself recognizes: by a regular expression, which RE2/J matches in time linear in
 * the text (no lookaround, no back references), by words, or by both.
 */
public record Recognizer(String name, Optional<Pattern> regex, WordList words, double score) {

  /** Longer expressions are programs, and belong elsewhere. */
  public static final int REGEX_CHARACTERS_MAX = 1_000;

  /** Its DFA-less matcher takes time in proportion to the program's size. */
  private static final int PROGRAM_SIZE_MAX = 2_000;

  private static final int PROGRAM_SIZE_USUAL = 16;

  public Recognizer {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score is from 0 to 1");
    }
    if (regex.isEmpty() && words.isEmpty()) {
      throw new IllegalArgumentException("a recognizer has a regex, words or both");
    }
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Pattern compiled(String regex) {
    if (regex.length() > REGEX_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a regex has at most " + REGEX_CHARACTERS_MAX + " characters; use words for lists");
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "no RE2 regex: " + e.getDescription() + "; RE2 has no lookaround and no back references",
          e);
    }
    if (pattern.programSize() > PROGRAM_SIZE_MAX) {
      throw new IllegalArgumentException("this regex is too large; use smaller repetitions");
    }
    if (pattern.matches("")) {
      throw new IllegalArgumentException(
          "this regex finds nothing everywhere; let it need a character");
    }
    return pattern;
  }

  /** What it reads of a text of so many characters: large programs read each more than once. */
  long charsRead(int length) {
    int programs = regex.map(it -> it.programSize() / PROGRAM_SIZE_USUAL).orElse(1);
    return (long) length * Math.max(1, programs);
  }

  /** Tells where it finds something, in the order of the text for each way of recognizing. */
  void scan(CharSequence text, Consumer<Match> found) {
    if (regex.isPresent()) {
      Matcher matcher = regex.get().matcher(text);
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          found.accept(new Match(name, name, matcher.start(), matcher.end(), score, true));
        }
      }
    }
    words.scan(text, (start, end) -> found.accept(new Match(name, name, start, end, score, true)));
  }

  /** The built-in one for words of hate and threat. */
  public static Recognizer toxicity() {
    return new Recognizer(
        "toxicity", Optional.empty(), new WordList(List.copyOf(ToxicWords.ALL)), 0.7);
  }
}
