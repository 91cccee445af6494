package dev.weir.governance.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a model's output what would carry data to places that nobody allowed: images, which
 * clients fetch without a click, and links of Markdown (CommonMark 0.31 and GFM: inline, reference
 * and automatic), HTML and CSS. Linear in the text; at most {@value #LEAKS_MAX} leaks are told.
 *
 * @param hosts host names that may be linked to, with their subdomains where one begins with a dot
 */
public record Exfiltration(Set<String> hosts) {

  static final int LEAKS_MAX = 100;

  private static final int ADDRESS_CHARS_MAX = 4_096;

  /** How much white space may stand before an address. */
  private static final int SPACE_CHARS_MAX = 64;

  private static final int SCHEME_CHARS_MAX = 32;

  /** Nothing stands between these and an address but white space and quotes. */
  private static final List<String> ATTRIBUTES =
      List.of("src", "href", "srcset", "action", "data", "poster", "background", "ping", "url");

  public Exfiltration {
    hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
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

  /** Is told of a leak, in UTF-16 units of the text; {@code end} is exclusive. */
  @FunctionalInterface
  public interface Sink {
    void leak(Way way, int start, int end);
  }

  /** The addresses outside the list, in the order of a text that is whole. */
  public List<Leak> check(CharSequence output) {
    List<Leak> leaks = new ArrayList<>();
    find(
        output,
        true,
        (way, start, end) -> {
          int from = Character.codePointCount(output, 0, start);
          leaks.add(new Leak(way, from, from + Character.codePointCount(output, start, end)));
        });
    return List.copyOf(leaks);
  }

  /**
   * Tells the addresses outside the list, in their order.
   *
   * @param ended whether no more text comes. If some does, an address at the end whose host may go
   *     on is not told yet: {@code https://docs.exam} may become an allowed one
   */
  public void find(CharSequence output, boolean ended, Sink sink) {
    String text = output.toString();
    int at = 0;
    int told = 0;
    while (at < text.length() && told < LEAKS_MAX) {
      Place place = placeAt(text, at);
      if (place == null) {
        at++;
        continue;
      }
      int end = end(text, place, ended);
      if (end > place.start && leaks(text, place, end, ended)) {
        sink.leak(way(text, at), place.start, end);
        told++;
      }
      at = Math.max(at + 1, end);
    }
  }

  private boolean leaks(String text, Place place, int end, boolean ended) {
    String address = text.substring(place.start, end);
    boolean open = !ended && end == text.length();
    if (!place.list) {
      return LinkedHost.leaks(address, place.bare, open, this::allows);
    }
    for (String each : address.split(",", -1)) {
      if (LinkedHost.leaks(each.strip(), false, open, this::allows)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where an address begins.
   *
   * @param quote what ends it; 0 where white space does
   * @param bare whether it stands in the text by itself
   * @param list whether several stand there, with commas between them
   */
  private record Place(int start, char quote, boolean bare, boolean list) {}

  private static @Nullable Place placeAt(String text, int at) {
    char c = text.charAt(at);
    if (c == ']' && at + 1 < text.length()) {
      char next = text.charAt(at + 1);
      return next == '(' || next == ':' ? introduced(text, at + 2, false) : null;
    }
    if (c == '=') {
      String name = attribute(text, at);
      return name.isEmpty() ? null : introduced(text, at + 1, name.equals("srcset"));
    }
    if (c == '(' && text.regionMatches(true, at - 3, "url", 0, 3)) {
      return introduced(text, at + 1, false);
    }
    if (c == '<') {
      return isOtherScheme(text, at + 1) ? new Place(at + 1, '>', false, false) : null;
    }
    return isBare(text, at) ? new Place(at, '\0', true, false) : null;
  }

  /** GFM links these wherever a word begins; what goes before does not matter for a scheme. */
  private static boolean isBare(String text, int at) {
    char c = text.charAt(at);
    if (c == 'h' || c == 'H') {
      int slash =
          text.regionMatches(true, at, "http:", 0, 5)
              ? at + 5
              : text.regionMatches(true, at, "https:", 0, 6) ? at + 6 : -1;
      return slash > 0
          && slash < text.length()
          && (text.charAt(slash) == '/' || text.charAt(slash) == '\\');
    }
    return (c == 'w' || c == 'W')
        && text.regionMatches(true, at, "www.", 0, 4)
        && (at == 0 || !isHostLetter(text.charAt(at - 1)));
  }

  private static boolean isHostLetter(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '/' || c == '@' || c == '_';
  }

  /** An automatic link of another scheme than the web's. */
  private static boolean isOtherScheme(String text, int from) {
    int at = from;
    int end = Math.min(text.length(), from + SCHEME_CHARS_MAX);
    while (at < end
        && (Character.isLetterOrDigit(text.charAt(at)) || "+.-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at > from + 1
        && text.startsWith("://", at)
        && !text.regionMatches(true, from, "http", 0, 4);
  }

  private static String attribute(String text, int equals) {
    int end = equals;
    while (end > 0 && end > equals - 8 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    for (String name : ATTRIBUTES) {
      if (text.regionMatches(true, end - name.length(), name, 0, name.length())) {
        return name;
      }
    }
    return "";
  }

  private static Place introduced(String text, int from, boolean list) {
    int at = from;
    char quote = '\0';
    int end = Math.min(text.length(), from + SPACE_CHARS_MAX);
    while (at < end) {
      char c = text.charAt(at);
      if (c == '<') {
        quote = '>';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (!Character.isWhitespace(c) && c != '\\') {
        break;
      }
      at++;
    }
    // A backslash before an address is a slash of it, unless it escapes a quote.
    while (at > from && text.charAt(at - 1) == '\\') {
      at--;
    }
    return new Place(at, quote, false, list);
  }

  private static int end(String text, Place place, boolean ended) {
    int at = place.start;
    int end = Math.min(text.length(), place.start + ADDRESS_CHARS_MAX);
    while (at < end && !isEnd(text.charAt(at), place)) {
      at++;
    }
    if (place.bare && (ended || at < text.length())) {
      while (at > place.start && "?!.,:;*_~".indexOf(text.charAt(at - 1)) >= 0) {
        at--;
      }
    }
    return at;
  }

  private static boolean isEnd(char c, Place place) {
    if (place.quote != '\0') {
      return c == place.quote || c == '<' || c == '>';
    }
    return Character.isWhitespace(c)
        || "<>\"'`)]".indexOf(c) >= 0
        || (place.bare && "|{}".indexOf(c) >= 0);
  }

  private static Way way(String text, int at) {
    char c = text.charAt(at);
    if (c == '=' || c == '(') {
      return Way.HTML;
    }
    if (c != ']') {
      return Way.LINK;
    }
    int open = text.lastIndexOf('[', at);
    return open > 0 && at - open <= ADDRESS_CHARS_MAX && text.charAt(open - 1) == '!'
        ? Way.IMAGE
        : Way.LINK;
  }

  private boolean allows(String host) {
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
}
