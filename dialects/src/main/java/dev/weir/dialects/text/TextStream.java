package dev.weir.dialects.text;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamFormat;
import java.nio.ByteBuffer;

/**
 * Rewrites the texts of an answer that comes as a stream of a caller's dialect. What has no text,
 * and what is no event of the dialect, passes byte for byte; so does a text that nothing changes
 * in. What a text holds back when it ends goes out before its end does, in an event of its own if
 * need be.
 *
 * <p>An event beyond {@value #EVENT_BYTES_MAX} bytes is not held: from then on all passes as it is.
 */
public interface TextStream {

  int EVENT_BYTES_MAX = 16 * 1024 * 1024;

  /**
   * Begins a stream.
   *
   * @throws IllegalArgumentException for Bedrock, which no caller is answered in
   */
  static TextStream of(DialectName dialect, StreamFormat format, StreamRewriter rewriter) {
    EventTexts texts = EventTexts.of(dialect, rewriter);
    return switch (format) {
      case EVENTS -> new EventTextStream(texts);
      case JSON_ARRAY -> new ArrayTextStream(texts);
      case FRAMES -> throw new IllegalArgumentException("no caller is answered in frames");
    };
  }

  /** Takes bytes (backed by an array), cut anywhere, and gives what may go out now. */
  ByteBuffer accept(ByteBuffer bytes);

  /** No more bytes come: gives what was held. */
  ByteBuffer finish();
}
