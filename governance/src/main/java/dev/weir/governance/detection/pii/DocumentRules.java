package dev.weir.governance.detection.pii;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** US social security and taxpayer numbers; passports, driver's licences and dates of birth. */
final class DocumentRules {

  /** What stands between the name of a thing and its number. */
  private static final String IS = "(?:\\W{1,4}(?:[a-zA-Z]{1,8}|#)){0,4}?\\W{1,4}";

  private static final String MONTHS =
      "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|m\u00e4r|mai|okt|dez|ene|abr|ago|dic|f\u00e9v|avr|juin|juil|ao\u00fb|d\u00e9c|gen|mag|giu|lug|set|ott)[\\p{L}]{0,7}\\.?";

  private static final String DATE =
      "(\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{4}|\\d{2})"
          + "|\\d{4}[/.-]\\d{1,2}[/.-]\\d{1,2}"
          + "|\\d{4}年 ?\\d{1,2}月 ?\\d{1,2}日"
          + "|\\d{1,2}(?:st|nd|rd|th|\\.)?(?: of| de)? "
          + MONTHS
          + ",?(?: de)? \\d{4}|"
          + MONTHS
          + " \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})(?:\\b|$|[^\\d])";

  private DocumentRules() {}

  static List<ScanRule> all() {
    return List.of(
        ssn(),
        ssnPlain(),
        itin(),
        near(
            "passport",
            FindingType.PASSPORT,
            "passport|passeport|pasaporte|passaporto?e?|paspoort\\w{0,6}|paszport\\w{0,2}|reisepass\\w{0,6}|паспорт\\p{L}{0,3}",
            "[a-z]{0,3}[0-9]{6,9}[a-z]?|[a-z][0-9]{2}[a-z]{2}[0-9]{4}|[cfghjk][0-9a-z]{8}"
                + "|[0-9]{2}[a-z]{2}[0-9]{5}|[a-z]{2}[0-9a-z]{6}[0-9]|[0-9]{2} ?[0-9]{2} [0-9]{6}",
            5,
            "passport",
            "passeport",
            "pasaporte",
            "passaport",
            "paspoort",
            "paszport",
            "паспорт",
            "reisepass"),
        near(
            "driver-licence",
            FindingType.DRIVER_LICENCE,
            "(?:driver|driving|operator)\\W{0,2}s?\\W{0,2} licen[cs]e|f\u00fchrerschein\\w{0,6}|permis de conduire"
                + "|permiso de conduc\\w{2,4}|licencia de conducir|patente|rijbewijs\\w{0,6}|carteira de motorista|prawo jazdy"
                + "|dl(?:n| ?#| no| number)",
            "[a-z]{0,5}[0-9][a-z0-9]{2,16}(?:-[a-z0-9]{2,6}){0,4}",
            5,
            "licence",
            "license",
            "f\u00fchrerschein",
            "permis de",
            "permiso de",
            "licencia de",
            "patente",
            "rijbewijs",
            "carteira de",
            "prawo jazdy",
            "dln",
            "dl#",
            "dl #",
            "dl no",
            "dl num"),
        dateOfBirth());
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
        Shape.ALONE.and((text, start, end, score) ->
            Context.scored(end - start == 11 ? 0.7 : 0, 0.9, List.of("itin", "taxpayer"))
                .score(text, start, end, score)));
  }

  private static ScanRule near(
      String id, FindingType type, String name, String number, int digits, String... anchors) {
    return new ScanRule(
        id,
        type,
        0.8,
        new Literals(List.of(anchors), 20, 60),
        Pattern.compile("(?i)\\b(?:" + name + ")" + IS + "(" + number + ")\\b"),
        1,
        Shape.digits(digits));
  }

  private static ScanRule dateOfBirth() {
    return new ScanRule(
        "date-of-birth",
        FindingType.DATE_OF_BIRTH,
        0.8,
        new Literals(
            List.of(
                "born",
                "birth",
                "dob",
                "d.o.b",
                "geboren",
                "geburt",
                "naissance",
                "n\u00e9 le",
                "n\u00e9e le",
                "nacimiento",
                "nacid",
                "nascita",
                "nascimento",
                "nascid",
                "geb.",
                "nata il",
                "nato il",
                "geboorte",
                "urodz",
                "рожд",
                "出生",
                "生年月日",
                "生日",
                "doğum"),
            0,
            60),
        Pattern.compile(
            "(?i)(?:\\b(?:born|birth|birthday|birthdate|dob|d\\.o\\.b\\.?|geboren|geb\\.|geburt\\w{0,8}|"
                + "naissance|n\u00e9e? le|nacimiento|nacid[oa]|nascita|nascimento|nascid[oa]|nat[oa] il|geboorte\\w{0,6}|urodz\\p{L}{1,5})|рожд\\p{L}{2,5}|出生(?:日期|年月日)?|生年月日|生日|doğum tarihi)"
                + "(?:[^\\d\\n]{0,25}?|[^\\d\\n]{0,4}\\n[^\\d\\n]{0,4})\\b"
                + DATE),
        1,
        (text, start, end, score) -> score);
  }
}
