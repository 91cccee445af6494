package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** Dates beside words that say that somebody was born then. */
final class BirthDateRules {

  private static final String MONTHS =
      "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|m\u00e4r|mai|okt|dez|ene|abr|ago|dic|f\u00e9v|avr|juin|juil|ao\u00fb|d\u00e9c|gen|mag|giu|lug|set|ott"
          + "|maj|mei|agu|des|out|fev|dub|kv\u011b|\u010derv|srp|z\u00e1\u0159|\u0159\u00edj|list|pros|led|\u00fano|b\u0159e|sty|lut|kwi|cze|lip|sie|wrz|pa\u017a|gru"
          + "|oca|\u015fub|nis|haz|tem|a\u011fu|eyl|eki|kas|ara|ian|iun|iul|noi|m\u00e1rc|\u00e1pr|m\u00e1j|j\u00fan|j\u00fal|szep"
          + "|tammi|helmi|maalis|huhti|touko|kes\u00e4|hein\u00e4|elo|syys|loka|marras|joulu"
          + "|\u044f\u043d\u0432|\u0444\u0435\u0432|\u043c\u0430\u0440|\u0430\u043f\u0440|\u043c\u0430\u0439|\u043c\u0430\u044f|\u0438\u044e\u043d|\u0438\u044e\u043b|\u0430\u0432\u0433|\u0441\u0435\u043d|\u043e\u043a\u0442|\u043d\u043e\u044f|\u0434\u0435\u043a"
          + "|\u0441\u0456\u0447|\u043b\u044e\u0442|\u0431\u0435\u0440|\u043a\u0432\u0456|\u0442\u0440\u0430|\u0447\u0435\u0440|\u043b\u0438\u043f|\u0441\u0435\u0440|\u0432\u0435\u0440|\u0436\u043e\u0432|\u043b\u0438\u0441|\u0433\u0440\u0443"
          + "|\u03b9\u03b1\u03bd|\u03c6\u03b5\u03b2|\u03bc\u03b1\u03c1|\u03b1\u03c0\u03c1|\u03bc\u03b1[\u03ca\u0390]|\u03b9\u03bf\u03c5|\u03b1\u03c5\u03b3|\u03c3\u03b5\u03c0|\u03bf\u03ba\u03c4|\u03bd\u03bf\u03b5|\u03b4\u03b5\u03ba)"
          + "[^\\x00-@\\[-`{-\\x7f]{0,9}\\.?";

  private static final String NUMBERS =
      "\\b(?:\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{4}|\\d{2})"
          + "|\\d{4}[/.-]\\d{1,2}[/.-]\\d{1,2}"
          + "|\\d{1,2}\\. ?\\d{1,2}\\. ?\\d{4}|\\d{4}\\. ?\\d{1,2}\\. ?\\d{1,2})";

  /** In Chinese, Japanese and Korean; a pattern of its own, since that of months is large. */
  private static final String SIGNS =
      "\\b\\d{4} ?[\u5e74\ub144] ?\\d{1,2} ?[\u6708\uc6d4] ?\\d{1,2} ?[\u65e5\uc77c\u53f7]";

  /** Japanese eras, within which years are counted; the first is no number. */
  private static final List<String> ERAS =
      List.of("\u5927\u6b63", "\u662d\u548c", "\u5e73\u6210", "\u4ee4\u548c");

  private static final String OF_ERAS =
      "(?:"
          + String.join("|", ERAS)
          + ") ?(?:\\d{1,2}|\u5143) ?\u5e74 ?\\d{1,2} ?\u6708 ?\\d{1,2} ?\u65e5";

  private static final String NAMES =
      "(?i)\\b(?:\\d{1,2}(?:st|nd|rd|th|\\.)?(?: of| de)? "
          + MONTHS
          + ",?(?: de| del)? \\d{4}|"
          + MONTHS
          + " \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})";

  /** No letter stands in front of these or behind them. */
  private static final List<String> WHOLE =
      List.of(
          "born",
          "dob",
          "d.o.b",
          "geboren",
          "geb.",
          "n\u00e9 le",
          "n\u00e9e le",
          "naissance",
          "nacimiento",
          "nac\u00ed",
          "nascita",
          "nascimento",
          "nasci",
          "nata il",
          "nato il",
          "nato a",
          "nata a",
          "ur.",
          "nac.",
          "nasc.",
          "nasceu",
          "naci\u00f3",
          "nacque",
          "naiss.",
          "sz\u00fcl.",
          "ro\u0111.",
          "\u0434.\u0440",
          "\u0440\u043e\u0434\u0435\u043d",
          "\u0440\u043e\u0434\u0435\u043d\u0430",
          "\uc0dd\uc77c",
          "\u0645\u062a\u0648\u0644\u062f",
          "\u062a\u0648\u0644\u062f");

  /** Endings and other words are joined to these; a capital may follow a small letter. */
  private static final List<String> STEMS =
      List.of(
          "birth",
          "dateofbirth",
          "geburt",
          "nacid",
          "nascid",
          "geboorte",
          "urodz",
          "f\u00f6dels",
          "f\u00f6dd",
          "f\u00f8dsel",
          "f\u00f8dt",
          "syntym",
          "syntynyt",
          "naro\u017een",
          "narozen",
          "naroden",
          "sz\u00fclet",
          "n\u0103scut",
          "na\u0219tere",
          "na\u015fter",
          "rojstva",
          "ro\u0111en",
          "do\u011fum",
          "s\u00fcnni",
          "gimimo",
          "dzim\u0161an",
          "\u0440\u043e\u0436\u0434",
          "\u0440\u043e\u0434\u0438\u043b",
          "\u0440\u0430\u0436\u0434\u0430\u043d\u0435",
          "\u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d",
          "\u043d\u0430\u0440\u043e\u0434\u0438\u0432",
          "\u043d\u0430\u0440\u043e\u0434\u0438\u043b",
          "\u0440\u043e\u0452\u0435\u043d",
          "\u03b3\u03ad\u03bd\u03bd\u03b7\u03c3",
          "\u03b3\u03b5\u03bd\u03bd\u03ae\u03b8\u03b7\u03ba",
          "ng\u00e0y sinh",
          "lahir",
          "kelahir",
          "kuzaliwa");

  /** Of scripts that part no words, or write particles with them. */
  private static final List<String> JOINED =
      List.of(
          "\u51fa\u751f",
          "\u751f\u65e5",
          "\u751f\u4e8e",
          "\u751f\u65bc",
          "\u8a95\u751f\u65e5",
          "\u8bde\u8fb0",
          "\u8a95\u8fb0",
          "\u751f\u5e74\u6708\u65e5",
          "\u751f\u307e\u308c",
          "\uc0dd\ub144\uc6d4\uc77c",
          "\ucd9c\uc0dd",
          "\u0627\u0644\u0645\u064a\u0644\u0627\u062f",
          "\u0645\u064a\u0644\u0627\u062f",
          "\u0645\u0648\u0627\u0644\u064a\u062f",
          "\u05dc\u05d9\u05d3\u05d4",
          "\u05e0\u05d5\u05dc\u05d3",
          "\u091c\u0928\u094d\u092e",
          "\u099c\u09a8\u09cd\u09ae",
          "\u0e27\u0e31\u0e19\u0e40\u0e01\u0e34\u0e14",
          "\u0e40\u0e01\u0e34\u0e14\u0e27\u0e31\u0e19\u0e17\u0e35\u0e48");

  /** What stands behind the date, as a word. */
  private static final List<String> WHOLE_BEHIND =
      List.of(
          "geboren", "sz\u00fcletett", "do\u011fumlu", "syntynyt", "geboortedatum", "n\u00e9(e)");

  /** What stands behind the date, of such scripts. */
  private static final List<String> JOINED_BEHIND = List.of("\u751f\u307e\u308c", "\u51fa\u751f");

  /** Chars that make another word of one that begins with "born": happen, student, doctor. */
  private static final String OTHERS =
      "\u53d1\u767c\u4ea7\u7522\u8bde\u6ecb\u884d\u840c\u50ac\u5b66\u5b78\u533b\u91ab\u5148\u65b0\u7537\u5973\u8003\u5e08\u5e2b\u62db\u7a76\u4e1a\u696d\u4e60\u7fd2\u82b1\u6c11\u536b\u885b\u5f92";

  /** The first letters of such words, and the ending of what is of a calendar. */
  private static final String BORN = "\u751f";

  private static final String CALENDAR = "\u064a\u0629";

  /** How many chars may stand between the word and the date. */
  private static final int GAP_MAX = 31;

  /** How many where a line ends between them, on either side of its end. */
  private static final int GAP_OF_LINES_MAX = 4;

  private static final int YEAR_DIGITS = 4;

  /** Nobody who lives was born before; in calendars that count from the Hijra, before this one. */
  private static final int YEAR_MIN = 1880;

  private static final int HIJRI_MAX = 1500;

  private static final Check LIVING =
      (text, start, end, score) -> {
        int digits = 0;
        int year = 0;
        for (int i = start; i < end; i++) {
          boolean digit = Shape.isDigit(text.charAt(i));
          digits = digit ? digits + 1 : 0;
          year = digit ? year % 1_000 * 10 + text.charAt(i) - '0' : 0;
          if (digits == YEAR_DIGITS && year > HIJRI_MAX && year < YEAR_MIN) {
            return 0;
          }
        }
        return score;
      };

  private BirthDateRules() {}

  static List<ScanRule> all() {
    Check words =
        LIVING.and(
            new EitherSide(
                new Before(WHOLE, STEMS, JOINED), new Behind(WHOLE_BEHIND, JOINED_BEHIND)));
    return List.of(
        rule("date-of-birth", NUMBERS, words),
        rule("date-of-birth", SIGNS, words),
        ScanRule.of(
            "date-of-birth",
            FindingType.DATE_OF_BIRTH,
            0.8,
            new Literals(ERAS, 0, 16),
            OF_ERAS,
            words),
        rule("date-of-birth", NAMES, words));
  }

  /** Dates come first: words without one cost nothing. */
  private static ScanRule rule(String id, String date, Check words) {
    return ScanRule.of(
        id,
        FindingType.DATE_OF_BIRTH,
        0.8,
        new DigitRun(4, DigitRun.DIGITS_MAX, 24, 24),
        date,
        words);
  }

  /** Takes what one of two checks takes. */
  private record EitherSide(Check before, Check behind) implements Check {

    @Override
    public double score(CharSequence text, int start, int end, double score) {
      double found = before.score(text, start, end, score);
      return found > 0 ? found : behind.score(text, start, end, score);
    }

    @Override
    public List<String> wordsNeeded() {
      return Stream.of(before, behind).flatMap(each -> each.wordsNeeded().stream()).toList();
    }
  }

  /** The chars that some of the words begin with, in small letters. */
  private static BitSet firstsOf(List<List<String>> words) {
    BitSet firsts = new BitSet();
    words.forEach(list -> list.forEach(word -> firsts.set(word.charAt(0))));
    return firsts;
  }

  private static boolean isPartOfNumber(CharSequence text, int end) {
    return end < text.length() && Shape.isDigit(text.charAt(end));
  }

  private static boolean isFirst(BitSet firsts, char c) {
    return firsts.get(Character.toLowerCase(c));
  }

  /** Where the word ends that begins at {@code at}, or -1. */
  private static int end(
      CharSequence text, int at, List<String> whole, List<String> stems, List<String> joined) {
    boolean standing = at == 0 || !Character.isLetter(text.charAt(at - 1));
    boolean begins =
        standing
            || (Character.isUpperCase(text.charAt(at))
                && Character.isLowerCase(text.charAt(at - 1)));
    for (String word : joined) {
      int end = at + word.length();
      if (isAt(text, at, word) && !isOfOther(text, at, end)) {
        return end;
      }
    }
    for (String word : begins ? stems : List.<String>of()) {
      if (isAt(text, at, word)) {
        return at + word.length();
      }
    }
    for (String word : begins ? whole : List.<String>of()) {
      int end = at + word.length();
      if (isAt(text, at, word) && (end == text.length() || !Character.isLetter(text.charAt(end)))) {
        return end;
      }
    }
    return -1;
  }

  private static boolean isOfOther(CharSequence text, int at, int end) {
    boolean other =
        at > 0
            && text.subSequence(at, at + 1).toString().equals(BORN)
            && OTHERS.indexOf(text.charAt(at - 1)) >= 0;
    boolean calendar =
        end + 1 < text.length() && text.subSequence(end, end + 2).toString().equals(CALENDAR);
    return other || calendar;
  }

  private static boolean isAt(CharSequence text, int at, String word) {
    int end = at + word.length();
    if (end > text.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(text.charAt(at + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a date behind one of the words, with no other number between. */
  private record Before(List<String> whole, List<String> stems, List<String> joined, BitSet firsts)
      implements Check {

    Before(List<String> whole, List<String> stems, List<String> joined) {
      this(whole, stems, joined, firstsOf(List.of(whole, stems, joined)));
    }

    @Override
    public double score(CharSequence text, int start, int end, double score) {
      if (isPartOfNumber(text, end)) {
        return 0;
      }
      int line = -1;
      for (int at = start - 1; at >= Math.max(0, start - NEAR_BEFORE); at--) {
        char c = text.charAt(at);
        int to = !isFirst(firsts, c) ? -1 : BirthDateRules.end(text, at, whole, stems, joined);
        if (to >= 0 && to <= start && isNear(start - to, start - line, line - to, line)) {
          return score;
        }
        if (Shape.isDigit(c) || (c == '\n' && line >= 0)) {
          return 0;
        }
        line = c == '\n' ? at : line;
      }
      return 0;
    }

    private static boolean isNear(int gap, int behindLine, int beforeLine, int line) {
      return line < 0
          ? gap <= GAP_MAX
          : behindLine <= GAP_OF_LINES_MAX + 1 && beforeLine <= GAP_OF_LINES_MAX;
    }

    @Override
    public List<String> wordsNeeded() {
      return Stream.of(whole, stems, joined).flatMap(List::stream).toList();
    }
  }

  /** Takes a date in front of one of the words, in the same sentence. */
  private record Behind(List<String> whole, List<String> joined, BitSet firsts) implements Check {

    Behind(List<String> whole, List<String> joined) {
      this(whole, joined, firstsOf(List.of(whole, joined)));
    }

    @Override
    public double score(CharSequence text, int start, int end, double score) {
      if (isPartOfNumber(text, end)) {
        return 0;
      }
      for (int at = end; at < Math.min(text.length(), end + NEAR_AFTER); at++) {
        char c = text.charAt(at);
        int to = !isFirst(firsts, c) ? -1 : BirthDateRules.end(text, at, whole, List.of(), joined);
        if (to >= 0 && to <= end + NEAR_AFTER) {
          return score;
        }
        if (Shape.isDigit(c) || "\n.;".indexOf(c) >= 0) {
          return 0;
        }
      }
      return 0;
    }

    @Override
    public List<String> wordsNeeded() {
      return Stream.of(whole, joined).flatMap(List::stream).toList();
    }
  }
}
