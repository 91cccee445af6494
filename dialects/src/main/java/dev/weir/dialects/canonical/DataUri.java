package dev.weir.dialects.canonical;

import java.util.Optional;

/** {@code data:image/png;base64,...} (RFC 2397), as OpenAI's clients send images and files. */
public final class DataUri {

  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64,";

  private DataUri() {}

  /** The bytes in the text, or its address. Without a media type the bytes are a stream of any. */
  public static MediaSource source(String text) {
    int at = text.startsWith(SCHEME) ? text.indexOf(BASE64) : -1;
    if (at < 0) {
      return new MediaSource.Url(text, Optional.empty());
    }
    String type = text.substring(SCHEME.length(), at);
    int parameters = type.indexOf(';');
    String media = parameters < 0 ? type : type.substring(0, parameters);
    return new MediaSource.Inline(
        media.isEmpty() ? "application/octet-stream" : media, text.substring(at + BASE64.length()));
  }

  public static String of(MediaSource.Inline source) {
    return SCHEME + source.mediaType() + BASE64 + source.base64();
  }
}
