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

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,9}));");
  private static final Pattern HALF_ENTITY = Pattern.compile("&[#A-Za-z0-9]{0,9}$");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([!-/:-@\\[-`{-~])");
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

  /**
   * Whether an address leads to a host that is not allowed. Markdown takes a backslash for an
   * escape and browsers take it for a slash: the address must be allowed either way.
   *
   * @param bare whether it may lack its scheme, as {@code www.example.com} does
   * @param open whether more of it may come; then one whose host is not complete leaks nothing yet
   */
  static boolean leaks(String written, boolean bare, boolean open, Predicate<String> allowed) {
    if (open && written.length() <= HOST_CHARS_MAX && HALF_ENTITY.matcher(written).find()) {
      return false;
    }
    String decoded = decoded(written);
    return leaksPlain(decoded.replace('\\', '/'), bare, open, allowed)
        || (decoded.indexOf('\\') >= 0
            && leaksPlain(
                ESCAPE.matcher(decoded).replaceAll("$1").replace('\\', '/'), bare, open, allowed));
  }

  private static boolean leaksPlain(
      String address, boolean bare, boolean open, Predicate<String> allowed) {
    String plain = SPACE.matcher(address).replaceAll("").toLowerCase(Locale.ROOT);
    if (bare && plain.startsWith("www.")) {
      plain = "https://" + plain;
    }
    int start = authority(plain);
    if (start < 0) {
      return isOther(plain);
    }
    int end = start;
    while (end < plain.length() && "/?#".indexOf(plain.charAt(end)) < 0) {
      end++;
    }
    if (open && end == plain.length() && plain.length() <= HOST_CHARS_MAX) {
      return false;
    }
    return !allowed.test(host(plain.substring(start, end)));
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

  /** An address without a host leads to where the reader already is, unless it runs or goes on. */
  private static boolean isOther(String plain) {
    int scheme = plain.indexOf(':');
    return plain.startsWith("javascript:")
        || plain.startsWith("vbscript:")
        || (scheme > 0 && plain.startsWith("//", scheme + 1) && isScheme(plain, scheme));
  }

  private static boolean isScheme(String plain, int end) {
    for (int i = 0; i < end; i++) {
      char c = plain.charAt(i);
      if (!Character.isLetterOrDigit(c) && "+.-/".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
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

  private static String decoded(String written) {
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
    int code =
        entity.group(1) != null
            ? Integer.parseInt(entity.group(1))
            : Integer.parseInt(entity.group(2), 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "";
  }
}
