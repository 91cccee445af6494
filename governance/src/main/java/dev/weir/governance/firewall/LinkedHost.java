package dev.weir.governance.firewall;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The host that an address leads to, as browsers read it (WHATWG URL): a backslash is a slash,
 * white space and line ends inside do not count, no scheme is needed, and what Markdown and HTML
 * write as entities is what they stand for. What cannot be read as a host is one that nobody
 * allows.
 */
final class LinkedHost {

  /** No host is longer: an address of which more is known is not waited for. */
  private static final int HOST_CHARS_MAX = 300;

  private static final String UNREADABLE = "";

  /** HTML asks for no semicolon behind a number, and takes any count of zeros before it. */
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#([0-9]+);?|#[xX]([0-9a-fA-F]+);?|([A-Za-z]{2,9});)");

  private static final Pattern HALF_ENTITY =
      Pattern.compile("&(?:[A-Za-z]{0,9}|#[xX]?[0-9A-Fa-f]*)$");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([!-/:-@\\[-`{-~])");

  /** Nobody writes it but to hide a letter. */
  private static final Pattern LONG_NUMBER = Pattern.compile("&#[xX]?0{64}");

  private static final Pattern STYLE_ESCAPE = Pattern.compile("\\\\[0-9a-fA-F]");
  private static final Pattern ZEROS = Pattern.compile("^0+");
  private static final Pattern SPACE = Pattern.compile("[\\x00-\\x20\\x7f]+");

  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("colon", ":"),
          Map.entry("sol", "/"),
          Map.entry("bsol", "\\"),
          Map.entry("period", "."),
          Map.entry("num", "#"),
          Map.entry("quest", "?"),
          Map.entry("commat", "@"),
          Map.entry("lpar", "("),
          Map.entry("rpar", ")"),
          Map.entry("Tab", "\t"),
          Map.entry("NewLine", "\n"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"));

  private LinkedHost() {}

  /** What is known of an address. */
  enum Judgement {
    /** It leads to nobody else. */
    NONE,
    ALLOWED,
    /** Its host is allowed and ends where the text of the address does, before any path. */
    CUT,
    /** More of it has to come. */
    OPEN,
    LEAK
  }

  /**
   * Whether an address leads to a host that is not allowed. Markdown takes a backslash for an
   * escape and browsers take it for a slash: the address must be allowed either way.
   *
   * @param bare whether it may lack its scheme, as {@code www.example.com} does
   * @param open whether more of it may come
   */
  static Judgement judge(String written, boolean bare, boolean open, Predicate<String> allowed) {
    if (open && written.length() <= HOST_CHARS_MAX && HALF_ENTITY.matcher(written).find()) {
      return Judgement.OPEN;
    }
    if (LONG_NUMBER.matcher(written).find()) {
      return Judgement.LEAK;
    }
    String decoded = decoded(written);
    Judgement one = judgePlain(decoded.replace('\\', '/'), bare, open, allowed);
    if (decoded.indexOf('\\') < 0) {
      return one;
    }
    String escaped = ESCAPE.matcher(decoded).replaceAll("$1");
    if (escaped.endsWith("\\")) {
      escaped = escaped.substring(0, escaped.length() - 1);
    }
    Judgement other = judgePlain(escaped.replace('\\', '/'), bare, open, allowed);
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Whether two slashes of any kind stand there. */
  static boolean isSlashes(String text, int at) {
    return at + 1 < text.length()
        && "/\\".indexOf(text.charAt(at)) >= 0
        && "/\\".indexOf(text.charAt(at + 1)) >= 0;
  }

  /** Whether letters are written as styles escape them, as nobody does with an allowed host. */
  static boolean isEscapedStyle(String address) {
    return STYLE_ESCAPE.matcher(address).find();
  }

  /** Tells fast of most addresses that they are relative. */
  static boolean mayLead(String text, int start) {
    int at = start;
    while (at < text.length() && isOfScheme(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return c == ':' || c == '\\' || c == '&' || c <= ' ' || c == '\u007f' || at == start;
  }

  private static boolean isOfScheme(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '-'
        || c == '.';
  }

  private static Judgement judgePlain(
      String address, boolean bare, boolean open, Predicate<String> allowed) {
    String plain = SPACE.matcher(address).replaceAll("").toLowerCase(Locale.ROOT);
    int quotes = 0;
    while (quotes < plain.length() && "\"'".indexOf(plain.charAt(quotes)) >= 0) {
      quotes++;
    }
    plain = plain.substring(quotes);
    if (bare && plain.startsWith("www.")) {
      plain = "https://" + plain;
    }
    int start = authority(plain);
    if (start < 0) {
      return isOther(plain) ? Judgement.LEAK : Judgement.NONE;
    }
    int end = start;
    while (end < plain.length() && "/?#".indexOf(plain.charAt(end)) < 0) {
      end++;
    }
    boolean cut = end == plain.length();
    if (open && cut) {
      return plain.length() <= HOST_CHARS_MAX ? Judgement.OPEN : Judgement.LEAK;
    }
    if (!allowed.test(host(plain.substring(start, end)))) {
      return Judgement.LEAK;
    }
    return cut ? Judgement.CUT : Judgement.ALLOWED;
  }

  /** Where it begins; -1 where the address has none. */
  private static int authority(String plain) {
    int start;
    if (plain.startsWith("http:") || plain.startsWith("https:")) {
      start = plain.indexOf(':') + 1;
    } else if (plain.startsWith("//")) {
      start = 0;
    } else {
      return -1;
    }
    while (start < plain.length() && plain.charAt(start) == '/') {
      start++;
    }
    return start;
  }

  /** An address without a scheme leads to where the reader already is. */
  private static boolean isOther(String plain) {
    int end = 0;
    while (end < plain.length() && isOfScheme(plain.charAt(end))) {
      end++;
    }
    // Two colons stand in names of programs: std::move.
    return end > 0
        && plain.startsWith(":", end)
        && !plain.startsWith(":", end + 1)
        && Character.isLetter(plain.charAt(0))
        && !plain.startsWith("mailto:");
  }

  private static String host(String authority) {
    try {
      String host =
          Optional.ofNullable(new URI("http://" + authority).getHost()).orElse(UNREADABLE);
      return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    } catch (URISyntaxException _) {
      // Its text would quote the address.
      return UNREADABLE;
    }
  }

  static String decoded(String written) {
    if (written.indexOf('&') < 0) {
      return written;
    }
    Matcher matcher = ENTITY.matcher(written);
    StringBuilder decoded = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      decoded.append(written, from, matcher.start()).append(character(matcher));
      from = matcher.end();
    }
    return decoded.append(written, from, written.length()).toString();
  }

  private static String character(Matcher entity) {
    if (entity.group(3) != null) {
      return NAMED.getOrDefault(entity.group(3), entity.group());
    }
    boolean decimal = entity.group(1) != null;
    String digits = ZEROS.matcher(decimal ? entity.group(1) : entity.group(2)).replaceAll("");
    if (digits.isEmpty() || digits.length() > 7) {
      return "";
    }
    int code = Integer.parseInt(digits, decimal ? 10 : 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "";
  }
}
