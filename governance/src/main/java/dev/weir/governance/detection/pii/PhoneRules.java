package dev.weir.governance.detection.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Phone numbers: international ones that a country's plan knows (libphonenumber), and national ones
 * by how they are written and by words nearby.
 */
final class PhoneRules {

  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

  private static final String EXTENSION = "(?: ?(?:x|ext\\.?|#) ?\\d{1,6})?";

  private static final List<String> WORDS =
      List.of(
          "phone",
          "telephone",
          "tel",
          "call",
          "mobile",
          "cell",
          "fax",
          "office",
          "whatsapp",
          "sms",
          "text me",
          "dial",
          "contact",
          "reach",
          "ring",
          "voicemail",
          "hotline",
          "answering",
          "message",
          "registered",
          "number is",
          "telefon",
          "handy",
          "t\u00e9l",
          "m\u00f3vil",
          "celular",
          "cellulare",
          "portable",
          "anruf",
          "ruf mich",
          "rufnummer",
          "mobil",
          "m\u00f3v",
          "ll\u00e1ma",
          "llama al",
          "llame",
          "chiama",
          "cellulari",
          "bel me",
          "bel mij",
          "bel mich",
          "telefoon",
          "mobiel",
          "ligue",
          "telem\u00f3vel",
          "\u0442\u0435\u043b",
          "\u0442\u0435\u043b\u0435\u0444\u043e\u043d",
          "\u624b\u673a",
          "\u624b\u673a\u53f7",
          "\u7535\u8bdd",
          "\u96fb\u8a71",
          "\u643a\u5e2f",
          "phone number",
          "cell number",
          "tel\u00e9f",
          "puhelin",
          "mobilnr",
          "gsm:",
          "gsm nr",
          "gsm no",
          "gsm-n",
          "gsm nu",
          "\u03c4\u03b7\u03bb",
          "\u03c4\u03b7\u03bb\u03ad\u03c6",
          "\u03ba\u03b9\u03bd\u03b7\u03c4\u03cc",
          "\u043c\u043e\u0431\u0438\u043b",
          "\u0437\u0432\u043e\u043d\u0438",
          "\u043f\u043e\u0437\u0432\u043e\u043d",
          "\u96fb\u8bdd",
          "\u7535\u8bdd\u53f7",
          "\uc804\ud654",
          "\ud734\ub300\ud3f0",
          "\u0647\u0627\u062a\u0641",
          "\u062c\u0648\u0627\u0644",
          "\u0645\u0648\u0628\u0627\u064a\u0644",
          "\u062a\u0644\u0641\u0646",
          "\u05d8\u05dc\u05e4\u05d5\u05df",
          "\u05e0\u05d9\u05d9\u05d3",
          "\u092b\u093c\u094b\u0928",
          "\u092b\u094b\u0928",
          "\u092e\u094b\u092c\u093e\u0907\u0932",
          "\u0e42\u0e17\u0e23",
          "\u0e21\u0e37\u0e2d\u0e16\u0e37\u0e2d",
          "\u0111i\u1ec7n tho\u1ea1i",
          "telepon",
          "simu",
          "tlf",
          "tlfn",
          "telf",
          "tfno",
          "n\u00famero es",
          "mon num\u00e9ro est",
          "mio numero \u00e8",
          "meu n\u00famero \u00e9",
          "nummer ist",
          "mijn nummer is",
          "m\u00f3j numer to",
          "\u043c\u043e\u0439 \u043d\u043e\u043c\u0435\u0440:",
          "\u043c\u0456\u0439 \u043d\u043e\u043c\u0435\u0440:",
          "numaram",
          "mitt nummer er",
          "m\u00e9 \u010d\u00edslo",
          "num\u0103rul meu",
          "numeroni",
          "\u6211\u7684\u53f7\u7801",
          "\u79c1\u306e\u756a\u53f7",
          "appelez",
          "zadzwo",
          "volejte",
          "zavolejte",
          "aray\u0131n",
          "soita",
          "h\u00edvj",
          "suna\u021bi",
          "g\u1ecdi",
          "hubungi",
          "\u9023\u7d61\u5148",
          "\u8054\u7cfb\u7535\u8bdd",
          "\uc5f0\ub77d\ucc98",
          "\u0627\u062a\u0635\u0644");

  /** Of these, what is near is often something else: a number in one piece asks for more. */
  private static final Set<String> VAGUE =
      Set.of("office", "contact", "reach", "ring", "answering", "message", "registered", "call");

  private static final List<String> CLEAR =
      Stream.concat(
              WORDS.stream().filter(word -> !VAGUE.contains(word)),
              Stream.of(
                  "call me",
                  "call us",
                  "call him",
                  "call her",
                  "call them",
                  "call at",
                  "call on",
                  "call:",
                  "ring me",
                  "ring us",
                  "reach me",
                  "reach us",
                  "contact number",
                  "contact no"))
          .toList();

  /** Words for the numbers of mobile phones in China, which are written in one piece. */
  private static final List<String> CHINESE =
      List.of(
          "\u624b\u673a",
          "\u624b\u6a5f",
          "\u7535\u8bdd",
          "\u96fb\u8a71",
          "\u8054\u7cfb",
          "\u5fae\u4fe1");

  /** A year in brackets is no area. */
  private static final Check NO_YEAR =
      (text, start, end, score) ->
          text.charAt(start + 5) == ')' && isCentury(text, start + 1) ? 0 : score;

  private PhoneRules() {}

  static List<ScanRule> all() {
    return List.of(
        phone(
            "phone-international",
            8,
            22,
            "(?:\\+|\\b00)[1-9](?:[ ().\\-/]{0,3}\\d){6,14}" + EXTENSION,
            PhoneRules::international),
        phone(
            "phone-north-american",
            10,
            17,
            "(?:\\b1[-. ])?(?:\\(\\d{3}\\) ?|\\b\\d{3}[-. ])\\d{3}[-. ]\\d{4}" + EXTENSION,
            PhoneRules::northAmerican),
        phone(
            "phone-trunk-zero",
            9,
            17,
            "(?:\\(0[1-9]\\d{0,4}\\)|\\b0[1-9]\\d{0,4})(?:[ .\\-/]{1,2}\\d{2,9}){1,5}" + EXTENSION,
            PhoneRules::national),
        phone(
            "phone-national",
            7,
            17,
            "(?:(?:\\b\\d{1,2}[ -]?)?\\(\\d{1,5}(?: \\d{1,3})?\\) ?|\\b)\\d{1,6}(?:[ .\\-/]\\d{1,8}){1,5}"
                + EXTENSION,
            Context.scored(0, 0.6, WORDS)),
        phone(
            "phone-area-in-brackets",
            7,
            13,
            "\\(0?\\d{1,5}\\)[ -]?\\d{4,8}",
            NO_YEAR.and(Context.scored(0, 0.6, WORDS))),
        phone("phone-plain", 8, 11, "\\b0?[1-9]\\d{7,9}", Context.scored(0, 0.55, CLEAR)),
        phone("phone-chinese", 11, 11, "\\b1[3-9]\\d{9}", Context.scored(0, 0.6, CHINESE)));
  }

  private static ScanRule phone(String id, int min, int max, String regex, Check check) {
    return ScanRule.of(
        id,
        FindingType.PHONE_NUMBER,
        0.6,
        new DigitRun(min, max, 3, 1),
        regex + "\\b",
        Shape.digits(Math.min(min, 8)).and(NO_DATE).and(Shape.ALONE).and(check));
  }

  /** Dates, times and addresses of machines are written in groups too. */
  private static final Check NO_DATE =
      (text, start, end, score) -> {
        String digits = Shape.compact(text, start, end);
        boolean iso =
            end - start >= 10
                && text.charAt(start + 4) == '-'
                && text.charAt(Math.min(end - 1, start + 7)) == '-'
                && (digits.startsWith("19") || digits.startsWith("20"));
        boolean date = digits.length() == 8 && end - start == 10 && isDate(text, start);
        boolean clock = end < text.length() && text.charAt(end) == ':';
        return iso || date || isYears(text, start, end) || clock || isQuad(text, start, end)
            ? 0
            : score;
      };

  private static boolean isYears(CharSequence text, int start, int end) {
    return end - start == 9
        && text.charAt(start + 4) == '-'
        && isCentury(text, start)
        && isCentury(text, start + 5);
  }

  private static boolean isCentury(CharSequence text, int at) {
    return text.charAt(at) == '1' || (text.charAt(at) == '2' && text.charAt(at + 1) == '0');
  }

  private static boolean isDate(CharSequence text, int start) {
    char mark = text.charAt(start + 2);
    return (mark == '/' || mark == '.' || mark == '-')
        && text.charAt(start + 5) == mark
        && (text.charAt(start + 6) == '1' || text.charAt(start + 6) == '2');
  }

  private static boolean isQuad(CharSequence text, int start, int end) {
    int points = 0;
    int digits = 0;
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '.') {
        points++;
        digits = 0;
      } else if (!Shape.isDigit(text.charAt(i)) || ++digits > 3) {
        return false;
      }
    }
    return points == 3;
  }

  private static double international(CharSequence text, int start, int end, double score) {
    String number = text.subSequence(start, end).toString().replace("(0)", "");
    boolean plus = number.charAt(0) == '+';
    if (!plus
        && start > 1
        && text.charAt(start - 1) == '-'
        && Character.isLetterOrDigit(text.charAt(start - 2))) {
      return 0;
    }
    try {
      var parsed = PHONES.parse(plus ? number : "+" + number.substring(2), "ZZ");
      if (PHONES.isValidNumber(parsed)) {
        return plus ? 0.95 : 0.88;
      }
      return PHONES.isPossibleNumber(parsed)
          ? 0.7
          : Context.scored(0, 0.6, WORDS).score(text, start, end, score);
    } catch (NumberParseException e) {
      return 0;
    }
  }

  /** With spaces only, and a number in front, it is the end of another country's. */
  private static double northAmerican(CharSequence text, int start, int end, double score) {
    boolean behindNumber =
        start > 1 && text.charAt(start - 1) == ' ' && Shape.isDigit(text.charAt(start - 2));
    return behindNumber && text.charAt(start + 3) == ' '
        ? 0
        : Context.scored(0.6, 0.85, WORDS).score(text, start, end, score);
  }

  /** A leading zero and at least three groups are hardly anything else, unless more is in front. */
  private static double national(CharSequence text, int start, int end, double score) {
    boolean behindNumber =
        start > 1 && text.charAt(start - 1) == ' ' && Shape.isDigit(text.charAt(start - 2));
    int groups = 1;
    for (int i = start + 1; i < end; i++) {
      groups +=
          Shape.isDigit(text.charAt(i)) && !Shape.isDigit(text.charAt(i - 1)) && i > start + 1
              ? 1
              : 0;
    }
    int digits = Shape.compact(text, start, end).length();
    double alone = groups >= 3 && digits >= 9 && digits <= 12 && !behindNumber ? 0.55 : 0;
    return Context.scored(alone, 0.75, WORDS).score(text, start, end, score);
  }
}
