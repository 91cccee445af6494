package dev.weir.dialects.canonical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** {@code data:image/png;base64,...} (RFC 2397), as OpenAI's clients send images and files. */
public final class DataUri {

  /** The type of bytes of which nothing is told. */
  static final String ANY_BYTES = "application/octet-stream";

  private static final String SCHEME = "data:";
  private static final String ENCODING = "base64";

  private DataUri() {}

  /**
   * The bytes in the text, or its address. Without a media type the bytes are a stream of any.
   * Nothing where octets that are no text are written in another way than in base64, which is no
   * more than a guess then.
   */
  public static Optional<MediaSource> source(String text) {
    boolean isData = text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    int comma = isData ? text.indexOf(',') : -1;
    if (comma < 0) {
      return Optional.of(new MediaSource.Url(text, Optional.empty()));
    }
    int parameters = text.indexOf(';');
    int end = parameters < 0 ? comma : Math.min(parameters, comma);
    String media = text.substring(SCHEME.length(), end).strip();
    int data = parameters == end ? base64Data(text, parameters) : -1;
    if (data >= 0) {
      return Optional.of(
          new MediaSource.Inline(media.isEmpty() ? ANY_BYTES : media, text.substring(data)));
    }
    return media.isEmpty() || media.toLowerCase(Locale.ROOT).startsWith("text/")
        ? Optional.of(
            new MediaSource.Inline(
                media.isEmpty() ? "text/plain" : media, encoded(text.substring(comma + 1))))
        : Optional.empty();
  }

  /** Where the data begin that are said to be base64; a parameter before may have a comma. */
  private static int base64Data(String text, int parameters) {
    for (int at = parameters; at >= 0; at = text.indexOf(';', at + 1)) {
      int word = afterSpaces(text, at + 1);
      int end = afterSpaces(text, word + ENCODING.length());
      if (text.regionMatches(true, word, ENCODING, 0, ENCODING.length())
          && end < text.length()
          && text.charAt(end) == ',') {
        return end + 1;
      }
    }
    return -1;
  }

  private static int afterSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** Text in which octets may be escaped by a percent sign, as base64. */
  private static String encoded(String text) {
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream octets = new ByteArrayOutputStream(from.length);
    for (int i = 0; i < from.length; i++) {
      int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
      octets.write(low < 0 ? from[i] : high * 16 + low);
      i += low < 0 ? 0 : 2;
    }
    return Base64.getEncoder().encodeToString(octets.toByteArray());
  }

  public static String of(MediaSource.Inline source) {
    return SCHEME + source.mediaType() + ";" + ENCODING + "," + source.base64();
  }
}
