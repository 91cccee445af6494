package dev.weir.governance.detection.pii;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Addresses: e-mail, IP, MAC, and URLs that carry a password. */
final class NetworkRules {

  private static final int LOCAL_MAX = 64;
  private static final int DOMAIN_MAX = 253;

  /** {@code icon@2x.png} is a file. */
  private static final Set<String> FILES = Set.of("png", "jpg", "jpeg", "gif", "svg", "webp");

  private static final String LETTER = "A-Za-z\\x{c0}-\\x{d6}\\x{d8}-\\x{f6}\\x{f8}-\\x{24f}";
  private static final String WORD = LETTER + "0-9";

  /**
   * Of RFC 5322 without what separates an address from its name in a query, a log or JSON ({@code
   * to=a@b.c}), and is hardly ever part of one.
   */
  private static final String LOCAL = WORD + "!#$%&'*+^_~-";

  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  /** IEEE 802: pairs, or Cisco's groups of four with a letter in them. */
  private static final String EUI48 =
      "[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}";

  private static final Check MAC_ALONE =
      (text, start, end, score) ->
          (start > 0 && ":-.".indexOf(text.charAt(start - 1)) >= 0)
                  || (end < text.length() && ":-".indexOf(text.charAt(end)) >= 0)
                  || (text.charAt(start + 4) == '.' && isNumber(text, start, end))
              ? 0
              : score;

  /** How far in front of an address a version may be told. */
  private static final int VERSION_CHARS = 24;

  /** RFC 1918; nothing has come to such a version. */
  private static final String PRIVATE = "192.168.";

  private static final Pattern VERSION =
      Pattern.compile(
          "(?i)(?:^|[^a-z]|[a-z]_)(?:v|ver|vers|[a-z]{0,12}versions?|version[a-z]{0,3}|versie|wersja|verze|vers\\x{e3}o|versi\\x{f3}n|release|build"
              + "|fassung|ausgabe|edition|firmware|fw|revision|rev|patch|hotfix|driver"
              + "|chapter|section|sect|clause|article|paragraph|para|appendix|annex|table|figure|fig|kapitel|abschnitt|tabelle|chapitre|tableau|cap\\x{ed}tulo|oid)"
              + "(?:[ \\t](?:is|was|no\\.?|number))?[\"'`]?[ \\t]{0,2}[.:=#/-]?[ \\t]{0,2}[\"'`(]?v?\\z");

  /** What stands between such a word and a version. */
  private static final String BETWEEN = " \t\"'`.:=#/-(";

  private NetworkRules() {}

  private static boolean isNumber(CharSequence text, int start, int end) {
    return text.subSequence(start, end).chars().allMatch(c -> c == '.' || Character.isDigit(c));
  }

  static List<ScanRule> all() {
    return List.of(email(), urlCredentials(), ipv4(), ipv6(), ipv6Short(), mac(), macNearWord());
  }

  /** RFC 5322 dot-atom at a domain name, Latin letters with accents included. */
  private static ScanRule email() {
    String regex =
        "(?:^|[^%s_])([%s_](?:\\.?[%s])*@(?:[%s](?:[%s-]*[%s])?\\.)+(?:xn--[a-z0-9-]{1,59}|[%s]{2,24}))(?:[^%s_]|$)"
            .formatted(WORD, WORD, LOCAL, WORD, WORD, WORD, LETTER, WORD);
    return new ScanRule(
        "email-dot-atom",
        FindingType.EMAIL_ADDRESS,
        0.9,
        new Literals(List.of("@"), LOCAL_MAX + 2, DOMAIN_MAX + 1),
        Pattern.compile(regex),
        1,
        NetworkRules::emailScore);
  }

  private static double emailScore(CharSequence text, int start, int end, double score) {
    String address = text.subSequence(start, end).toString();
    int at = address.indexOf('@');
    if (at > LOCAL_MAX
        || address.length() - at - 1 > DOMAIN_MAX
        || FILES.contains(address.substring(address.lastIndexOf('.') + 1))) {
      return 0;
    }
    boolean login =
        end + 1 < text.length()
            && text.charAt(end) == ':'
            && !Character.isWhitespace(text.charAt(end + 1));
    return login ? 0.4 : score;
  }

  /** RFC 3986 userinfo with a password. */
  private static ScanRule urlCredentials() {
    return ScanRule.of(
        "url-userinfo",
        FindingType.URL_CREDENTIALS,
        0.95,
        new Literals(List.of("://"), 16, 320),
        "(?i)\\b[a-z][a-z0-9+.-]{1,14}://[^\\s/@:\"'<>]{0,64}:[^\\s/@\"'<>]{1,128}"
            + "@[a-z0-9_.-]{1,120}(?::\\d{1,5})?",
        (text, start, end, score) ->
            NOBODYS_LOGIN.matcher(text.subSequence(start, end)).find() ? 0 : score);
  }

  /** A mask, or a reference to a password that is elsewhere. */
  private static final Pattern NOBODYS_LOGIN =
      Pattern.compile(
          "://[^:]*:(?:\\*+|\\$[A-Z_][A-Z0-9_]*|\\$\\{[^{}@]*\\}|\\$\\([^()@]*\\)|\\{\\{?[^{}@]*\\}?\\}|%s|%\\([A-Za-z0-9_]+\\)s)@");

  /** RFC 791 dotted quad; four parts of one digit are more often a version. */
  private static ScanRule ipv4() {
    return ScanRule.of(
        "ipv4",
        FindingType.IP_ADDRESS,
        0.8,
        new DigitRun(4, 12),
        "\\b(?:" + OCTET + "\\.){3}" + OCTET + "\\b",
        QUAD_ALONE.and((text, start, end, score) -> {
          boolean nobody =
              text.charAt(start) == '0'
                  || startsWith(text, start, "127.")
                  || startsWith(text, start, "255.");
          boolean version =
              !startsWith(text, start, PRIVATE)
                  && (isVersion(text, start) || isOfProduct(text, start, end));
          return nobody || version ? 0.3 : end - start <= 8 ? 0.5 : score;
        }));
  }

  /** Ranges and rows may go on; more points do not. What ends in a zero with a length is a net. */
  private static final Check QUAD_ALONE =
      (text, start, end, score) -> {
        boolean longer =
            (start > 1 && text.charAt(start - 1) == '.' && Shape.isDigit(text.charAt(start - 2)))
                || (end + 1 < text.length()
                    && text.charAt(end) == '.'
                    && Shape.isDigit(text.charAt(end + 1)));
        boolean net =
            end < text.length()
                && text.charAt(end) == '/'
                && text.charAt(end - 1) == '0'
                && text.charAt(end - 2) == '.';
        return longer || net ? 0 : score;
      };

  /** Products whose version is often written in four parts (RFC 9110, 10.1.5). */
  private static final Set<String> PRODUCTS =
      Set.of(
          "nginx",
          "apache",
          "openresty",
          "tengine",
          "httpd",
          "php",
          "openssl",
          "curl",
          "chromium",
          "haproxy",
          "envoy",
          "okhttp",
          "unity",
          "electron");

  /** A name in the style of products: one capital letter at least, not all of them. */
  private static final Pattern PRODUCT_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");

  /** What a version says that it comes before or behind. */
  private static final Pattern EARLY =
      Pattern.compile("(?i)-(?:alpha|beta|rc|snapshot|preview|nightly|milestone)(?:[^a-z]|\\z)");

  private static final int EARLY_CHARS = 12;

  /** A product and its version, or a version that says what it comes before. */
  private static boolean isOfProduct(CharSequence text, int start, int end) {
    if (isPrivate(text, start)) {
      return false;
    }
    CharSequence behind = text.subSequence(end, Math.min(text.length(), end + EARLY_CHARS));
    return EARLY.matcher(behind).lookingAt() || isBehindProduct(text, start, end);
  }

  /** Never where a port follows, as Java prints the address of a socket. */
  private static boolean isBehindProduct(CharSequence text, int start, int end) {
    if (start < 2 || text.charAt(start - 1) != '/' || isAt(text, end, ':')) {
      return false;
    }
    int from = start - 1;
    while (from > 0 && from > start - VERSION_CHARS && isOfName(text.charAt(from - 1))) {
      from--;
    }
    if (from > 0 && "./@".indexOf(text.charAt(from - 1)) >= 0) {
      return false;
    }
    String name = text.subSequence(from, start - 1).toString();
    return PRODUCTS.contains(name.toLowerCase(Locale.ROOT))
        || (PRODUCT_NAME.matcher(name).matches() && firstPart(text, start) < PARTS_OF_VERSIONS);
  }

  /** Releases are counted from one; few have come so far. */
  private static final int PARTS_OF_VERSIONS = 200;

  private static int firstPart(CharSequence text, int start) {
    int part = 0;
    for (int i = start; Shape.isDigit(text.charAt(i)); i++) {
      part = 10 * part + text.charAt(i) - '0';
    }
    return part;
  }

  private static boolean isAt(CharSequence text, int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /** RFC 1918. */
  private static boolean isPrivate(CharSequence text, int start) {
    if (startsWith(text, start, "10.") || startsWith(text, start, PRIVATE)) {
      return true;
    }
    return startsWith(text, start, "172.")
        && text.charAt(start + 5) != '.'
        && text.charAt(start + 6) == '.'
        && isSecondPrivate(text.subSequence(start + 4, start + 6).toString());
  }

  private static boolean isSecondPrivate(String part) {
    return part.compareTo("16") >= 0 && part.compareTo("31") <= 0;
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_';
  }

  private static boolean isVersion(CharSequence text, int start) {
    int from = Math.max(0, start - VERSION_CHARS);
    int word = start;
    while (word > from && BETWEEN.indexOf(text.charAt(word - 1)) >= 0) {
      word--;
    }
    return word > from
        && Character.isLetter(text.charAt(word - 1))
        && VERSION.matcher(text.subSequence(from, start)).find();
  }

  private static boolean startsWith(CharSequence text, int start, String prefix) {
    return text.toString().startsWith(prefix, start);
  }

  private static ScanRule ipv6() {
    return ScanRule.of(
        "ipv6",
        FindingType.IP_ADDRESS,
        0.9,
        new DigitRun(6, 32, 24, 24),
        "(?i)\\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}\\b",
        Check.NONE);
  }

  /** RFC 5952: groups of zeros left out once. */
  private static ScanRule ipv6Short() {
    return ScanRule.of(
        "ipv6-short",
        FindingType.IP_ADDRESS,
        0.8,
        new Literals(List.of("::"), 36, 36),
        "(?i)\\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?\\b",
        Shape.digits(2)
            .and((text, start, end, score) -> {
              int groups = 0;
              for (int i = start; i < end; i++) {
                groups += text.charAt(i) == ':' ? 1 : 0;
              }
              return groups > 7 ? 0 : score;
            }));
  }

  /** IEEE 802 EUI-48 in pairs. */
  private static ScanRule mac() {
    return ScanRule.of(
        "mac-eui48",
        FindingType.MAC_ADDRESS,
        0.85,
        new DigitRun(2, 12, 15, 15),
        "(?i)\\b(?:" + EUI48 + ")\\b",
        MAC_ALONE);
  }

  /** Where letters break its digits up, a word must say what it is. */
  private static ScanRule macNearWord() {
    return new ScanRule(
        "mac-eui48-named",
        FindingType.MAC_ADDRESS,
        0.85,
        new Literals(
            List.of("mac", "hwaddr", "ether", "bssid", "lladdr", "physical address", "wi-fi"),
            0,
            60),
        Pattern.compile("(?i)(?:^|[^0-9a-f:-])(" + EUI48 + ")\\b"),
        1,
        MAC_ALONE);
  }
}
