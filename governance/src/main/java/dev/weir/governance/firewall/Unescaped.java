package dev.weir.governance.firewall;

import java.util.Arrays;
import java.util.Optional;

/** A text without JSON's escapes of ASCII ({@code \\u0068} for h), and where it stood with them. */
record Unescaped(String text, int[] places) {

  private static final int ESCAPE_CHARS = 6;

  /** Nothing where there is none. */
  static Optional<Unescaped> of(String escaped) {
    int next = escaped.indexOf("\\u00");
    if (next < 0) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(escaped.length());
    int[] places = new int[escaped.length() + 1];
    int at = 0;
    while (at < escaped.length()) {
      places[text.length()] = at;
      int code = at == next ? code(escaped, at) : -1;
      text.append(code < 0 ? escaped.charAt(at) : (char) code);
      at += code < 0 ? 1 : ESCAPE_CHARS;
      if (next >= 0 && next < at) {
        next = escaped.indexOf("\\u00", at);
      }
    }
    places[text.length()] = escaped.length();
    return Optional.of(new Unescaped(text.toString(), Arrays.copyOf(places, text.length() + 1)));
  }

  private static int code(String escaped, int at) {
    if (at + ESCAPE_CHARS > escaped.length()) {
      return -1;
    }
    int high = Character.digit(escaped.charAt(at + 4), 16);
    int low = Character.digit(escaped.charAt(at + 5), 16);
    return high < 0 || high > 7 || low < 0 ? -1 : high * 16 + low;
  }

  /** Where a unit stood. */
  int at(int unit) {
    return places[unit];
  }
}
