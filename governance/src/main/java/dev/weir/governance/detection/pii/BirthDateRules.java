package dev.weir.governance.detection.pii;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;
import java.util.stream.Collectors;
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

  private static final String DATE =
      "(\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{4}|\\d{2})"
          + "|\\d{4}[/.-]\\d{1,2}[/.-]\\d{1,2}"
          + "|\\d{4} ?[\u5e74\ub144] ?\\d{1,2} ?[\u6708\uc6d4] ?\\d{1,2} ?[\u65e5\uc77c\u53f7]"
          + "|\\d{1,2}\\. ?\\d{1,2}\\. ?\\d{4}|\\d{4}\\. ?\\d{1,2}\\. ?\\d{1,2}"
          + "|\\d{1,2}(?:st|nd|rd|th|\\.)?(?: of| de)? "
          + MONTHS
          + ",?(?: de| del)? \\d{4}|"
          + MONTHS
          + " \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})";

  private static final String END = "(?:\\b|$|[^\\d])";

  /** Words that begin other words too, so that none of theirs may go on. */
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
          "nato il");

  /** Stems, to which endings and other words are joined. */
  private static final List<String> STEMS =
      List.of(
          "birth",
          "geburt",
          "nacid",
          "nascid",
          "nato a",
          "nata a",
          "geboorte",
          "urodz",
          "f\u00f6dels",
          "f\u00f6dd",
          "f\u00f8dsel",
          "f\u00f8dt",
          "syntym",
          "syntynyt",
          "naro\u017een",
          "narozen\u00ed",
          "narozen",
          "naroden",
          "sz\u00fclet",
          "na\u0219ter",
          "na\u0219terii",
          "n\u0103scut",
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
          "\u0440\u043e\u0434\u0435\u043d",
          "\u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d",
          "\u043d\u0430\u0440\u043e\u0434\u0438\u0432",
          "\u043d\u0430\u0440\u043e\u0434\u0438\u043b",
          "\u0440\u043e\u0452\u0435\u043d",
          "\u03b3\u03ad\u03bd\u03bd\u03b7\u03c3",
          "\u03b3\u03b5\u03bd\u03bd\u03ae\u03b8\u03b7\u03ba",
          "\u51fa\u751f",
          "\u751f\u4e8e",
          "\u751f\u65bc",
          "\u751f\u65e5",
          "\u8bde\u751f",
          "\u8a95\u751f",
          "\u751f\u5e74\u6708\u65e5",
          "\u751f\u307e\u308c",
          "\uc0dd\ub144\uc6d4\uc77c",
          "\uc0dd\uc77c",
          "\ucd9c\uc0dd",
          "\u0627\u0644\u0645\u064a\u0644\u0627\u062f",
          "\u0645\u064a\u0644\u0627\u062f",
          "\u0645\u0648\u0627\u0644\u064a\u062f",
          "\u062a\u0648\u0644\u062f",
          "\u05dc\u05d9\u05d3\u05d4",
          "\u05e0\u05d5\u05dc\u05d3",
          "\u091c\u0928\u094d\u092e",
          "\u099c\u09a8\u09cd\u09ae",
          "ng\u00e0y sinh",
          "sinh ng\u00e0y",
          "lahir",
          "kuzaliwa",
          "\u0e27\u0e31\u0e19\u0e40\u0e01\u0e34\u0e14",
          "\u0e40\u0e01\u0e34\u0e14\u0e27\u0e31\u0e19\u0e17\u0e35\u0e48");

  /** What stands behind the date. */
  private static final List<String> BEHIND =
      List.of(
          "geboren",
          "\u751f\u307e\u308c",
          "\u51fa\u751f",
          "\uc0dd",
          "\u5927\u751f",
          "n\u00e9(e)",
          "sz\u00fcletett",
          "do\u011fumlu",
          "syntynyt",
          "geboortedatum");

  private BirthDateRules() {}

  static List<ScanRule> all() {
    String words =
        "(?:\\b(?:" + either(WHOLE) + ")(?:$|[\\x00-@\\[-`{-\\x7f])|(?:" + either(STEMS) + "))";
    String gap = "(?:[^\\d\\n]{0,30}?|[^\\d\\n]{0,4}\\n[^\\d\\n]{0,4})";
    return List.of(
        rule(
            "date-of-birth",
            new Literals(Stream.concat(WHOLE.stream(), STEMS.stream()).toList(), 1, 72),
            "(?i)" + words + gap + "\\b" + DATE + END),
        rule(
            "date-of-birth-behind",
            new Literals(BEHIND, 60, 0),
            "(?i)\\b" + DATE + "[^\\d\\n.;]{0,30}?(?:" + either(BEHIND) + ")"));
  }

  private static String either(List<String> words) {
    return words.stream().map(Pattern::quote).collect(Collectors.joining("|"));
  }

  private static ScanRule rule(String id, Literals words, String regex) {
    return new ScanRule(
        id, FindingType.DATE_OF_BIRTH, 0.8, words, Pattern.compile(regex), 1, Check.NONE);
  }
}
