package dev.weir.dialects.canonical;

/** How the parts of a stream follow each other. */
public enum StreamFormat {
  /** Server-sent events. */
  EVENTS("text/event-stream"),
  /** The elements of one JSON array, each there as soon as it is whole. */
  JSON_ARRAY("application/json"),
  /** Amazon's binary frames. */
  FRAMES("application/vnd.amazon.eventstream");

  private final String mediaType;

  StreamFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }
}
