package dev.weir.governance.guard;

/** How many bytes a text has in UTF-8. */
final class Utf8 {

  private Utf8() {}

  static long bytes(CharSequence text, int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
