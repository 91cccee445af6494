package dev.weir.governance.detection.pii;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;
import java.util.stream.Collectors;

/** US social security and taxpayer numbers; passports and driver's licences. */
final class DocumentRules {

  /** What stands between the name of a thing and its number. */
  private static final String LETTER = "[^\\x00-@\\[-`{-\\x7f]";

  private static final String MARK = "[\\x00-/:-@\\[-`{-\\x7f]";

  private static final String IS =
      "(?:" + MARK + "{1,4}(?:" + LETTER + "{1,14}|#)){0,3}?" + MARK + "{1,4}";

  /** The number of a passport as countries give them out. */
  private static final String PASSPORT =
      "[a-z]{0,3}[0-9]{6,9}[a-z]?|[a-z][0-9]{2}[a-z]{2}[0-9]{4}|[cfghjk][0-9a-z]{8}"
          + "|[0-9]{2}[a-z]{2}[0-9]{5}|[a-z]{2}[0-9a-z]{6}[0-9]|[0-9]{2} ?[0-9]{2} [0-9]{6}";

  /** Stems of words for a passport; a number of letters may follow. */
  private static final List<String> PASSPORTS =
      List.of(
          "passport",
          "passeport",
          "pasaporte",
          "passaport",
          "paspoort",
          "paszport",
          "reisepass",
          "passnummer",
          "passnr",
          "pasnummer",
          "passin numero",
          "pasaport",
          "pa\u0219aport",
          "pa\u015faport",
          "paspor",
          "\u010d\u00edslo pasu",
          "\u0161tev. potnega lista",
          "putovnic",
          "\u043f\u0430\u0441\u043f\u043e\u0440\u0442",
          "\u03b4\u03b9\u03b1\u03b2\u03b1\u03c4\u03b7\u03c1\u03af",
          "\u62a4\u7167",
          "\u8b77\u7167",
          "\u30d1\u30b9\u30dd\u30fc\u30c8",
          "\u65c5\u5238",
          "\uc5ec\uad8c",
          "\u062c\u0648\u0627\u0632 \u0627\u0644\u0633\u0641\u0631",
          "\u062c\u0648\u0627\u0632 \u0633\u0641\u0631",
          "\u05d3\u05e8\u05db\u05d5\u05df",
          "\u092a\u093e\u0938\u092a\u094b\u0930\u094d\u091f",
          "h\u1ed9 chi\u1ebfu",
          "\u0e2b\u0e19\u0e31\u0e07\u0e2a\u0e37\u0e2d\u0e40\u0e14\u0e34\u0e19\u0e17\u0e32\u0e07");

  private static final List<String> LICENCES =
      List.of(
          "driver licen",
          "drivers licen",
          "driver's licen",
          "driver\u2019s licen",
          "driving licen",
          "driving-licen",
          "driver_licen",
          "drivers_licen",
          "driving_licen",
          "driverlicen",
          "driverslicen",
          "drivinglicen",
          "operator licen",
          "operator's licen",
          "operators licen",
          "driver-licen",
          "f\u00fchrerschein",
          "permis de condu",
          "permiso de conduc",
          "licencia de conduc",
          "carnet de conduc",
          "patente di guida",
          "patente n",
          "rijbewijs",
          "carteira de motorista",
          "carteira de habilita",
          "carta de condu",
          "prawo jazdy",
          "prawa jazdy",
          "k\u00f6rkort",
          "k\u00f8rekort",
          "f\u00f8rerkort",
          "ajokort",
          "ehliyet",
          "\u0159idi\u010dsk",
          "vodi\u010dsk",
          "jogos\u00edtv\u00e1ny",
          "\u0432\u043e\u0434\u0438\u0442\u0435\u043b\u044c\u0441\u043a",
          "\u9a7e\u9a76\u8bc1",
          "\u99d5\u99db\u57f7\u7167",
          "\u904b\u8ee2\u514d\u8a31",
          "\uc6b4\uc804\uba74\ud5c8",
          "\u0631\u062e\u0635\u0629 \u0627\u0644\u0642\u064a\u0627\u062f\u0629",
          "\u05e8\u05d9\u05e9\u05d9\u05d5\u05df \u05e0\u05d4\u05d9\u05d2\u05d4",
          "b\u1eb1ng l\u00e1i",
          "\u0e43\u0e1a\u0e02\u0e31\u0e1a\u0e02\u0e35\u0e48");

  private DocumentRules() {}

  static List<ScanRule> all() {
    return List.of(
        ssn(),
        ssnPlain(),
        itin(),
        near("passport", FindingType.PASSPORT, PASSPORTS, PASSPORT),
        near(
            "driver-licence",
            FindingType.DRIVER_LICENCE,
            LICENCES,
            "[0-9]{2} ?[0-9]{2} [0-9]{6}|[a-z]{0,5}-?[0-9][a-z0-9]{1,16}(?:[-/][a-z0-9]{2,6}){0,4}"),
        named("driver-licence-patente", "patente", "[a-z]{2}[0-9]{7}[a-z]|u1[a-z0-9]{7}[a-z]"),
        named("driver-licence-cnh", "cnh", "[0-9]{9}-?[0-9]{2}"),
        dl());
  }

  /** Area, group and serial number as the administration gives them out. */
  private static ScanRule ssn() {
    return ScanRule.of(
        "us-ssn",
        FindingType.US_SSN,
        0.85,
        new DigitRun(9, 9),
        "\\b\\d{3}(?:-\\d{2}-| \\d{2} |\\.\\d{2}\\.)\\d{4}\\b",
        Shape.ALONE
            .and(Shape.compact(DocumentRules::isSsn))
            .and((text, start, end, score) -> text.charAt(start + 3) == '-' ? score : 0.4)
            .and((text, start, end, score) ->
                Context.scored(score, 0.95, SSN_WORDS).score(text, start, end, score)));
  }

  private static final List<String> SSN_WORDS = List.of("ssn", "social security", "soc sec");

  private static ScanRule ssnPlain() {
    return ScanRule.of(
        "us-ssn-plain",
        FindingType.US_SSN,
        0.8,
        new DigitRun(9, 9),
        "\\b\\d{9}\\b",
        Shape.ALONE
            .and(Shape.compact(DocumentRules::isSsn))
            .and(Context.scored(0, 0.8, SSN_WORDS)));
  }

  private static boolean isSsn(String id) {
    return id.charAt(0) != '9'
        && !id.startsWith("000")
        && !id.startsWith("666")
        && !id.startsWith("00", 3)
        && !id.endsWith("0000")
        && !id.equals("123456789")
        && !id.equals("078051120");
  }

  private static ScanRule itin() {
    return ScanRule.of(
        "us-itin",
        FindingType.US_ITIN,
        0.8,
        new DigitRun(9, 9),
        "\\b9\\d{2}[ -]?(?:5\\d|6[0-5]|7\\d|8[0-8]|9[0-24-9])[ -]?\\d{4}\\b",
        Shape.ALONE
            .and(Shape.compact(id -> id.chars().distinct().count() > 1))
            .and((text, start, end, score) ->
                Context.scored(end - start == 11 ? 0.7 : 0, 0.9, List.of("itin", "taxpayer"))
                    .score(text, start, end, score)));
  }

  /**
   * A number behind a word. Where a script parts no words, or the name is that of a member, nothing
   * need stand between them.
   */
  private static ScanRule near(String id, FindingType type, List<String> stems, String number) {
    String names = stems.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return new ScanRule(
        id,
        type,
        0.8,
        new Literals(stems, 1, 72),
        Pattern.compile(
            "(?i)(?:^|[^a-z])(?:"
                + names
                + ")"
                + LETTER
                + "{0,8}?(?:[_-]?[a-z]{2,6})?(?:"
                + IS
                + "|[^\\x00-\\x7f]{0,8})("
                + number
                + ")\\b"),
        1,
        Shape.digits(5).and(OF_THE_WORD));
  }

  /** Words behind which a number is of something else. */
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i)(?:^|[^a-z])(?:to|from|for|expir[a-z]*|valid|until|agreements?|version|build|port|costs?|fees?|holders?|people|in|on|by|within|over|about|and|or|js|app|apps|applications|listen|plate|plates|page|section|act)(?:[^a-z]|$)|;");

  private static final Pattern DAY = Pattern.compile("[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2,4}");

  private static final int BETWEEN_MAX = 24;

  private static final Check OF_THE_WORD =
      (text, start, end, score) -> {
        CharSequence between = text.subSequence(Math.max(0, start - BETWEEN_MAX), start);
        boolean other =
            OTHER.matcher(between).find() || DAY.matcher(text.subSequence(start, end)).matches();
        return other ? 0 : score;
      };

  /** Italy and Brazil, whose words for a licence are also others. */
  private static ScanRule named(String id, String word, String number) {
    return new ScanRule(
        id,
        FindingType.DRIVER_LICENCE,
        0.8,
        new Literals(List.of(word), 1, 60),
        Pattern.compile("(?i)\\b" + word + IS + "(" + number + ")\\b"),
        1,
        Shape.digits(5));
  }

  private static ScanRule dl() {
    return new ScanRule(
        "driver-licence-short",
        FindingType.DRIVER_LICENCE,
        0.8,
        new Literals(List.of("dln", "dl#", "dl #", "dl no", "dl num"), 1, 60),
        Pattern.compile(
            "(?i)\\bdl(?:n| ?#| no| number)"
                + IS
                + "([a-z]{0,5}[0-9][a-z0-9]{2,16}(?:-[a-z0-9]{2,6}){0,4})\\b"),
        1,
        Shape.digits(5));
  }
}
