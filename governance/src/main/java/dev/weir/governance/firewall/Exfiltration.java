package dev.weir.governance.firewall;

import dev.weir.governance.firewall.LinkedHost.Judgement;
import java.util.ArrayList;
import java.util.BitSet;
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

  /**
   * Within these a host ends, or nobody allows the address. Less than what streams remember of a
   * text, so that none is forgotten before it is judged.
   */
  private static final int HEAD_CHARS_MAX = 400;

  /** More white space hides an address. */
  private static final int SPACE_CHARS_MAX = 256;

  private static final int SCHEME_CHARS_MAX = 32;

  /** How far from its beginning an address of an {@code image-set(} is known. */
  private static final int STYLE_CHARS_MAX = 256;

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
   * Tells the addresses outside the list, in their order; from the {@value #LEAKS_MAX}th on the
   * rest of the text as one. Escapes of JSON are read as they stand and as what they stand for;
   * what only the second reading finds is told after the first.
   *
   * @param ended whether no more text comes. If some does, an address at the end whose host may go
   *     on is not told yet: {@code https://docs.exam} may become an allowed one
   */
  public void find(CharSequence output, boolean ended, Sink sink) {
    String text = output.toString();
    Unescaped unescaped = Unescaped.of(text).orElse(null);
    if (unescaped == null) {
      read(text, ended, sink);
      return;
    }
    BitSet starts = new BitSet();
    read(
        text,
        ended,
        (way, start, end) -> {
          starts.set(start);
          sink.leak(way, start, end);
        });
    read(
        unescaped.text(),
        ended,
        (way, start, end) -> {
          int from = unescaped.at(start);
          if (!starts.get(from)) {
            sink.leak(way, from, unescaped.at(end));
          }
        });
  }

  private void read(String text, boolean ended, Sink sink) {
    int at = 0;
    int told = 0;
    int listed = 0;
    while (at < text.length()) {
      Place place = placeAt(text, at);
      if (place == null) {
        at++;
        continue;
      }
      Read read =
          place.list && at >= listed ? list(text, place, ended) : address(text, place, ended);
      if (place.list) {
        listed = Math.max(listed, read.end);
      }
      if (read.judgement == Judgement.LEAK) {
        told++;
        int end = told < LEAKS_MAX ? read.end : text.length();
        sink.leak(way(text, at), place.start, end);
        at = Math.max(at + 1, end);
      } else if (read.judgement == Judgement.ALLOWED && isOne(text, place, read.end)) {
        at = Math.max(at + 1, read.end);
      } else {
        // It may be no address but a text that holds others.
        at = Math.max(at + 1, place.start);
      }
    }
  }

  private static boolean isOne(String text, Place place, int end) {
    for (int i = place.start; i < end; i++) {
      if (Character.isWhitespace(text.charAt(i)) || text.startsWith("](", i)) {
        return false;
      }
    }
    return true;
  }

  private record Read(Judgement judgement, int end) {}

  private Read list(String text, Place place, boolean ended) {
    int end = end(text, place, ADDRESS_CHARS_MAX, ended);
    boolean open = !ended && end == text.length();
    for (String each : text.substring(place.start, end).split(",", -1)) {
      if (LinkedHost.judge(each.strip(), false, open, this::allows) == Judgement.LEAK) {
        return new Read(Judgement.LEAK, end);
      }
    }
    return new Read(Judgement.NONE, end);
  }

  private Read address(String text, Place place, boolean ended) {
    if (place.hidden > 0) {
      return new Read(Judgement.LEAK, place.start + place.hidden);
    }
    if (!place.bare && !LinkedHost.mayLead(text, place.start)) {
      return new Read(Judgement.NONE, place.start);
    }
    int head = end(text, place, HEAD_CHARS_MAX, ended);
    boolean capped = head - place.start >= HEAD_CHARS_MAX;
    boolean open = capped || (!ended && head == text.length());
    String address = text.substring(place.start, head);
    if ("(@\"'".indexOf(place.by) >= 0 && LinkedHost.isEscapedStyle(address)) {
      return new Read(Judgement.LEAK, Endings.word(text, head, place.start + ADDRESS_CHARS_MAX));
    }
    Judgement judgement = LinkedHost.judge(address, place.bare, open, this::allows);
    if (capped && judgement == Judgement.OPEN) {
      judgement = Judgement.LEAK;
    }
    if (judgement == Judgement.CUT) {
      judgement =
          Endings.isEnd(text, head, place.quote, place.by == ']')
              ? Judgement.ALLOWED
              : Endings.beyond(text, head, place.start + HEAD_CHARS_MAX, ended);
      if (judgement == Judgement.LEAK) {
        return new Read(judgement, Endings.word(text, head, place.start + ADDRESS_CHARS_MAX));
      }
    }
    boolean whole = judgement == Judgement.LEAK || judgement == Judgement.ALLOWED;
    return new Read(judgement, whole ? end(text, place, ADDRESS_CHARS_MAX, ended) : head);
  }

  /**
   * Where an address begins.
   *
   * @param quote what ends it; 0 where white space does
   * @param bare whether it stands in the text by itself
   * @param list whether several stand there, with commas between them
   * @param by what introduces it
   * @param hidden of so much white space, which nobody writes but to hide what comes
   */
  private record Place(int start, char quote, boolean bare, boolean list, char by, int hidden) {

    static Place of(int start, char quote, boolean bare) {
      return new Place(start, quote, bare, false, quote, 0);
    }
  }

  private static @Nullable Place placeAt(String text, int at) {
    char c = text.charAt(at);
    return switch (c) {
      case ']' ->
          text.startsWith("(", at + 1) || text.startsWith(":", at + 1)
              ? introduced(text, at + 2, false, c)
              : null;
      case '=' -> {
        String name = attribute(text, at);
        yield name.isEmpty() ? null : introduced(text, at + 1, name.equals("srcset"), c);
      }
      case '(' ->
          text.regionMatches(true, at - 3, "url", 0, 3) ? introduced(text, at + 1, false, c) : null;
      case '@' ->
          text.regionMatches(true, at + 1, "import", 0, 6)
              ? introduced(text, at + 7, false, c)
              : null;
      case '"', '\'' -> isInImageSet(text, at) ? Place.of(at + 1, c, false) : null;
      case '<' -> isOtherScheme(text, at + 1) ? Place.of(at + 1, '>', false) : null;
      default -> isBare(text, at) ? Place.of(at, '\0', true) : null;
    };
  }

  /** Only what may lead away is worth the look back. */
  private static boolean isInImageSet(String text, int quote) {
    return LinkedHost.isSlashes(text, quote + 1)
        && text.substring(Math.max(0, quote - STYLE_CHARS_MAX), quote)
            .toLowerCase(Locale.ROOT)
            .contains("image-set(");
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
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (equals - end > SPACE_CHARS_MAX) {
      // A stream may not remember the name.
      return ATTRIBUTES.getFirst();
    }
    for (String name : ATTRIBUTES) {
      if (text.regionMatches(true, end - name.length(), name, 0, name.length())) {
        return name;
      }
    }
    return "";
  }

  private static Place introduced(String text, int from, boolean list, char by) {
    int at = from;
    char quote = '\0';
    while (at < text.length() && at - from <= SPACE_CHARS_MAX) {
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
    if (at - from > SPACE_CHARS_MAX) {
      return new Place(from, quote, false, false, by, at - from);
    }
    // A backslash before an address is a slash of it, unless it escapes a quote.
    while (at > from && text.charAt(at - 1) == '\\') {
      at--;
    }
    return new Place(at, quote, false, list, by, 0);
  }

  private static int end(String text, Place place, int charsMax, boolean ended) {
    int at = place.start;
    int end = Math.min(text.length(), place.start + charsMax);
    while (at < end && !isEnd(text.charAt(at), place)) {
      at++;
    }
    if (place.bare && at < place.start + charsMax && (ended || at < text.length())) {
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
    if ("=(@\"'".indexOf(c) >= 0) {
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
