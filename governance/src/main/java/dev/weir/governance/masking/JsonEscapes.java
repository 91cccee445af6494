package dev.weir.governance.masking;

/**
 * Text as the inside of a JSON string (RFC 8259, section 7). A surrogate without its other half is
 * escaped, since UTF-8 has no bytes for it: pieces of a stream may be cut between the two.
 */
public final class JsonEscapes {

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private static final String HEX = "0123456789abcdef";

  private JsonEscapes() {}

  public static void append(CharSequence text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (each < ' ' || (Character.isSurrogate(each) && isAlone(text, i))) {
            unicode(each, out);
          } else {
            out.append(each);
          }
        }
      }
    }
  }

  private static boolean isAlone(CharSequence text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  private static void unicode(char each, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((each >> shift) & 0xf));
    }
  }

  /** A part of a string of JSON, its escapes resolved; an escape that is none stays. */
  static String resolved(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      char each = raw.charAt(at);
      char next = each == '\\' && at + 1 < raw.length() ? raw.charAt(at + 1) : 0;
      if (next == 'u' && hexEnds(raw, at + 2)) {
        out.append((char) Integer.parseInt(raw, at + 2, at + 6, 16));
        at += 6;
      } else if (next != 0 && ESCAPES.indexOf(next) >= 0) {
        out.append(ESCAPED.charAt(ESCAPES.indexOf(next)));
        at += 2;
      } else {
        out.append(each);
        at++;
      }
    }
    return out.toString();
  }

  private static boolean hexEnds(String raw, int from) {
    return from + 4 <= raw.length()
        && raw.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
