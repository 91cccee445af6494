package dev.weir.standalone.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of a stream as bytes. Of a line that is too long no more than its limit is held. */
final class BoundedLines {

  private final InputStream in;
  private final int bytesMax;

  BoundedLines(InputStream in, int bytesMax) {
    this.in = new BufferedInputStream(in);
    this.bytesMax = bytesMax;
  }

  /** The next line without its end. */
  Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long length = 0;
    int b = in.read();
    if (b < 0) {
      return new Line.End();
    }
    while (b >= 0 && b != '\n') {
      if (length++ < bytesMax) {
        line.write(b);
      }
      b = in.read();
    }
    return length > bytesMax ? new Line.TooLong() : new Line.Bytes(line.toByteArray());
  }

  /** What the stream holds next. */
  sealed interface Line {

    /** A line, perhaps an empty one. */
    record Bytes(byte[] bytes) implements Line {}

    /** A line that was passed over. */
    record TooLong() implements Line {}

    /** Nothing more. */
    record End() implements Line {}
  }
}
