package dev.weir.dialects.canonical;

import java.util.Optional;

/** Where the bytes of a {@link Part.Media} are. */
public sealed interface MediaSource {

  /**
   * In the request.
   *
   * @param mediaType such as {@code image/png}; {@code image/jpg}, which is not registered and
   *     which providers refuse, is {@code image/jpeg}
   * @param base64 standard alphabet, as it came
   */
  record Inline(String mediaType, String base64) implements MediaSource {

    public Inline {
      mediaType = mediaType.equalsIgnoreCase("image/jpg") ? "image/jpeg" : mediaType;
    }
  }

  /** At an address that the provider fetches. */
  record Url(String url, Optional<String> mediaType) implements MediaSource {

    /** Whether only Amazon can fetch it, with the rights of the account. */
    public boolean isInS3() {
      return url.startsWith("s3://");
    }
  }

  /** In a store of the provider of that dialect. */
  record FileId(String id, DialectName dialect) implements MediaSource {}

  /** Plain text, as Anthropic's documents may be. */
  record PlainText(String text) implements MediaSource {}
}
