package dev.weir.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of HTTP/1.1 responses on one connection (RFC 9112, section 6). */
final class ResponseReader {

  /** Takes a part of the body; what it leaves in the buffer is skipped. */
  interface Body {
    void part(ByteBuffer bytes);
  }

  private enum State {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER
  }

  private static final int HEAD_BYTES_MAX = 16 * 1024;
  private static final int LINE_BYTES_MAX = 1_024;

  private static final int CHUNK_DIGITS_MAX = 8;

  /** A line length that says that the size has been read and an extension follows. */
  private static final int IN_EXTENSION = CHUNK_DIGITS_MAX + 1;

  private final byte[] head = new byte[HEAD_BYTES_MAX];
  private int headLength;
  private State state = State.HEAD;
  private long remaining;
  private int lineLength;
  private int status;

  int status() {
    return status;
  }

  /**
   * Reads on.
   *
   * @return true when a response ended; the next call begins the next response
   */
  boolean read(ByteBuffer bytes, Body body) throws IOException {
    while (bytes.hasRemaining()) {
      boolean ended =
          switch (state) {
            case HEAD -> head(bytes);
            case BODY -> sized(bytes, body);
            case CHUNK_SIZE -> chunkSize(bytes);
            case CHUNK_DATA -> chunkData(bytes, body);
            case CHUNK_END -> chunkEnd(bytes);
            case TRAILER -> trailer(bytes);
          };
      if (ended) {
        state = State.HEAD;
        headLength = 0;
        return true;
      }
    }
    return false;
  }

  private boolean head(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (headLength == HEAD_BYTES_MAX) {
        throw new IOException("a response head of more than " + HEAD_BYTES_MAX + " bytes");
      }
      head[headLength++] = bytes.get();
      if (headLength >= 4
          && head[headLength - 1] == '\n'
          && head[headLength - 2] == '\r'
          && head[headLength - 3] == '\n') {
        return headEnded();
      }
    }
    return false;
  }

  private boolean headEnded() throws IOException {
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    status = Integer.parseInt(text.substring(9, 12));
    remaining = 0;
    for (String line : text.toLowerCase(Locale.ROOT).split("\r\n", -1)) {
      if (line.startsWith("transfer-encoding:") && line.contains("chunked")) {
        state = State.CHUNK_SIZE;
        return false;
      }
      if (line.startsWith("content-length:")) {
        remaining = Long.parseLong(line.substring("content-length:".length()).strip());
      }
    }
    state = State.BODY;
    return remaining == 0;
  }

  private boolean sized(ByteBuffer bytes, Body body) {
    pass(bytes, body);
    return remaining == 0;
  }

  private boolean chunkSize(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        state = remaining == 0 ? State.TRAILER : State.CHUNK_DATA;
        lineLength = 0;
        return false;
      }
      int digit = Character.digit(b, 16);
      if (b == ';' || lineLength > CHUNK_DIGITS_MAX) {
        lineLength = IN_EXTENSION;
      } else if (digit >= 0 && lineLength < CHUNK_DIGITS_MAX) {
        remaining = remaining * 16 + digit;
        lineLength++;
      } else if (b != '\r') {
        throw new IOException("not a chunk size: byte " + b);
      }
    }
    return false;
  }

  private boolean chunkData(ByteBuffer bytes, Body body) {
    pass(bytes, body);
    if (remaining == 0) {
      state = State.CHUNK_END;
    }
    return false;
  }

  private boolean chunkEnd(ByteBuffer bytes) {
    if (bytes.get() == '\n') {
      state = State.CHUNK_SIZE;
    }
    return false;
  }

  /** Lines up to an empty one. */
  private boolean trailer(ByteBuffer bytes) throws IOException {
    byte b = bytes.get();
    if (b == '\n') {
      boolean empty = lineLength == 0;
      lineLength = 0;
      return empty;
    }
    if (b != '\r' && ++lineLength > LINE_BYTES_MAX) {
      throw new IOException("a trailer of more than " + LINE_BYTES_MAX + " bytes");
    }
    return false;
  }

  private void pass(ByteBuffer bytes, Body body) {
    int count = (int) Math.min(remaining, bytes.remaining());
    int end = bytes.position() + count;
    int limit = bytes.limit();
    body.part(bytes.limit(end));
    bytes.limit(limit).position(end);
    remaining -= count;
  }
}
