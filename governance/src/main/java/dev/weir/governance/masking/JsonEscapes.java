package dev.weir.governance.masking;

/**
 * Text as the inside of a JSON string (RFC 8259, section 7). A surrogate without its other half is
 * escaped, since UTF-8 has no bytes for it: pieces of a stream may be cut between the two.
 */
public final class JsonEscapes {

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
}
