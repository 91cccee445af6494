package dev.weir.governance.firewall;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in a model's output what would carry data to places that nobody allowed: images, which
 * clients fetch without a click, and links of Markdown (CommonMark 0.31, inline, reference and
 * automatic) and HTML, and calls of tools. Linear in the text; at most {@value #LEAKS_MAX} leaks
 * are told.
 *
 * @param hosts host names that may be linked to, with their subdomains where one begins with a dot
 * @param tools names of tools that may be called
 */
public record Exfiltration(Set<String> hosts, Set<String> tools) {

  static final int LEAKS_MAX = 100;

  private static final int ADDRESS_CHARS_MAX = 4_096;

  /** Nothing stands between these and an address but white space and quotes. */
  private static final List<String> ATTRIBUTES =
      List.of("src", "href", "srcset", "action", "data", "poster", "background");

  public Exfiltration {
    hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
    tools = Set.copyOf(tools);
  }

  /** How data would leave. */
  public enum Way {
    IMAGE("exfiltration-image"),
    LINK("exfiltration-link"),
    HTML("exfiltration-html");

    private final String rule;

    Way(String rule) {
      this.rule = rule;
    }

    /** The id of the rule in events. */
    public String rule() {
      return rule;
    }
  }

  /** Where an address stands, in code points; {@code end} is exclusive. */
  public record Leak(Way way, int start, int end) {}

  /** Whether the model may call this tool. */
  public boolean allowsTool(String name) {
    return tools.contains(name);
  }

  /** The addresses outside the list, in the order of the text. */
  public List<Leak> check(CharSequence output) {
    String text = output.toString();
    List<Leak> leaks = new ArrayList<>();
    int at = 0;
    int chars = 0;
    int codePoints = 0;
    while (at < text.length() && leaks.size() < LEAKS_MAX) {
      int start = addressAt(text, at);
      if (start < 0) {
        at++;
        continue;
      }
      int end = addressEnd(text, start);
      if (end > start && !allowed(text.substring(start, end))) {
        int from = codePoints + text.codePointCount(chars, start);
        int to = from + text.codePointCount(start, end);
        leaks.add(new Leak(way(text, at), from, to));
        chars = end;
        codePoints = to;
      }
      at = Math.max(at + 1, end);
    }
    leaks.sort(Comparator.comparingInt(Leak::start));
    return List.copyOf(leaks);
  }

  /** Where the address begins that is introduced at this place, or -1. */
  private static int addressAt(String text, int at) {
    char c = text.charAt(at);
    if (c == ']' && at + 1 < text.length()) {
      char next = text.charAt(at + 1);
      return next == '(' || next == ':' ? skip(text, at + 2) : -1;
    }
    if (c == '=' && isAttribute(text, at)) {
      return skip(text, at + 1);
    }
    boolean bare =
        (c == 'h' || c == 'H')
            && (text.regionMatches(true, at, "http://", 0, 7)
                || text.regionMatches(true, at, "https://", 0, 8));
    return bare ? at : -1;
  }

  private static boolean isAttribute(String text, int equals) {
    int end = equals;
    while (end > 0 && end > equals - 8 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    for (String name : ATTRIBUTES) {
      if (text.regionMatches(true, end - name.length(), name, 0, name.length())) {
        return true;
      }
    }
    return false;
  }

  private static int skip(String text, int from) {
    int at = from;
    int end = Math.min(text.length(), from + 16);
    while (at < end
        && (Character.isWhitespace(text.charAt(at)) || "<\"'".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  private static int addressEnd(String text, int start) {
    int at = start;
    int end = Math.min(text.length(), start + ADDRESS_CHARS_MAX);
    while (at < end
        && !Character.isWhitespace(text.charAt(at))
        && "<>\"'`)]".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static Way way(String text, int at) {
    if (text.charAt(at) == '=') {
      return Way.HTML;
    }
    if (text.charAt(at) != ']') {
      return Way.LINK;
    }
    int open = text.lastIndexOf('[', at);
    return open > 0 && at - open <= ADDRESS_CHARS_MAX && text.charAt(open - 1) == '!'
        ? Way.IMAGE
        : Way.LINK;
  }

  /** An address without a host leads to where the reader already is. */
  private boolean allowed(String address) {
    return host(address).map(this::allowsHost).orElse(true);
  }

  private boolean allowsHost(String host) {
    if (hosts.contains(host)) {
      return true;
    }
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (hosts.contains(host.substring(dot))) {
        return true;
      }
    }
    return false;
  }

  /** What browsers take for the host: they read a backslash as a slash, and no scheme is needed. */
  private static Optional<String> host(String address) {
    String plain = address.replace('\\', '/').toLowerCase(Locale.ROOT);
    int scheme = plain.indexOf(':');
    boolean web = plain.startsWith("http:") || plain.startsWith("https:");
    if (!web && !plain.startsWith("//")) {
      boolean other =
          scheme > 0 && plain.startsWith("/", scheme + 1) && plain.startsWith("//", scheme + 1);
      return other ? Optional.of("") : Optional.empty();
    }
    int start = web ? scheme + 1 : 0;
    while (start < plain.length() && plain.charAt(start) == '/') {
      start++;
    }
    int end = start;
    while (end < plain.length() && "/?#".indexOf(plain.charAt(end)) < 0) {
      end++;
    }
    return Optional.of(hostOf(plain.substring(start, end)));
  }

  private static String hostOf(String authority) {
    try {
      String host = new URI("http://" + authority).getHost();
      return host == null ? "" : host;
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
