package dev.weir.dialects.canonical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** {@code data:image/png;base64,...} (RFC 2397), as OpenAI's clients send images and files. */
public final class DataUri {

  /** The type of bytes of which nothing is told. */
  static final String ANY_BYTES = "application/octet-stream";

  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64,";

  private DataUri() {}

  /** The bytes in the text, or its address. Without a media type the bytes are a stream of any. */
  public static MediaSource source(String text) {
    int comma = text.startsWith(SCHEME) ? text.indexOf(',') : -1;
    if (comma < 0) {
      return new MediaSource.Url(text, Optional.empty());
    }
    String head = text.substring(SCHEME.length(), comma + 1);
    String data = text.substring(comma + 1);
    int parameters = head.indexOf(';');
    String media = head.substring(0, parameters < 0 ? head.length() - 1 : parameters);
    return head.endsWith(BASE64)
        ? new MediaSource.Inline(media.isEmpty() ? ANY_BYTES : media, data)
        : new MediaSource.Inline(media.isEmpty() ? "text/plain" : media, encoded(data));
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
    return SCHEME + source.mediaType() + BASE64 + source.base64();
  }
}
