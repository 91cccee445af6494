package dev.weir.benchmarks.upstream;

import java.nio.charset.StandardCharsets;

/** Where one request lies in the bytes received so far. */
sealed interface RequestFrame {

  /** More bytes are needed. */
  record Partial() implements RequestFrame {}

  /** A whole request: {@code bodyAt} to {@code end}. */
  record Whole(int bodyAt, int end) implements RequestFrame {}

  /** A body whose length is not announced. */
  record Unsized() implements RequestFrame {}

  byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  byte[] CONTENT_LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
  byte[] TRANSFER_ENCODING = "\ntransfer-encoding:".getBytes(StandardCharsets.US_ASCII);
  Partial PARTIAL = new Partial();

  static RequestFrame find(byte[] bytes, int length) {
    int headEnd = Bytes.indexOf(bytes, 0, length, HEAD_END);
    if (headEnd < 0) {
      return PARTIAL;
    }
    int bodyAt = headEnd + HEAD_END.length;
    int announced = header(bytes, headEnd, CONTENT_LENGTH);
    if (announced < 0) {
      return header(bytes, headEnd, TRANSFER_ENCODING) < 0
          ? new Whole(bodyAt, bodyAt)
          : new Unsized();
    }
    int end = bodyAt + number(bytes, announced, headEnd);
    return end <= length ? new Whole(bodyAt, end) : PARTIAL;
  }

  /** Where the value of a header begins, whatever the case of its name, or -1. */
  private static int header(byte[] bytes, int headEnd, byte[] name) {
    for (int i = 0; i <= headEnd - name.length; i++) {
      if (bytes[i] == '\n' && matches(bytes, i, name)) {
        return i + name.length;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] bytes, int at, byte[] name) {
    for (int j = 1; j < name.length; j++) {
      if (lower(bytes[at + j]) != name[j]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }

  private static int number(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    int value = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      value = Math.addExact(Math.multiplyExact(value, 10), bytes[at] - '0');
      at++;
    }
    return value;
  }
}
