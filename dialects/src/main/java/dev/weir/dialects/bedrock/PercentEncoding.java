package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Encodes all but the unreserved characters of RFC 3986, section 2.3. */
public final class PercentEncoding {

  private static final String UNRESERVED_MARKS = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  public static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte each : text.getBytes(UTF_8)) {
      if (isUnreserved(each)) {
        out.append((char) each);
      } else {
        out.append('%').append(HEX.toHexDigits(each));
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(byte each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || UNRESERVED_MARKS.indexOf(each) >= 0;
  }
}
