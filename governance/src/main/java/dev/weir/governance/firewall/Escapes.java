package dev.weir.governance.firewall;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Characters that are written by their numbers: percent signs of URLs, entities of HTML, escapes of
 * programs, and rows of bits. A text in which few are is left alone: that is how such characters
 * are usually met.
 */
final class Escapes {

  /** A text that has fewer is written as people write. */
  private static final int MIN = 8;

  private static final int CHARS_MAX = 1 << 14;
  private static final int BITS = 8;

  private Escapes() {}

  /** The text with what its escapes stand for; empty where it has too few. */
  static String plain(CharSequence text) {
    var plain = new StringBuilder();
    var bytes = new ByteArrayOutputStream();
    int escapes = 0;
    int at = 0;
    int end = Math.min(text.length(), CHARS_MAX);
    while (at < end) {
      char c = text.charAt(at);
      int length = c == '%' ? 3 : c == '\\' || c == '&' ? length(text, at, end) : 0;
      int code = length == 0 ? -1 : code(text, at, length);
      if (code < 0) {
        flush(bytes, plain);
        plain.append(c);
        at++;
        continue;
      }
      escapes++;
      if (c == '%') {
        bytes.write(code);
      } else {
        flush(bytes, plain);
        plain.appendCodePoint(code);
      }
      at += length;
    }
    flush(bytes, plain);
    return escapes < MIN ? "" : plain.toString();
  }

  private static void flush(ByteArrayOutputStream bytes, StringBuilder plain) {
    if (bytes.size() > 0) {
      plain.append(bytes.toString(StandardCharsets.UTF_8));
      bytes.reset();
    }
  }

  /** Of an escape of two or four hex digits, or an entity of a number; 0 where there is none. */
  private static int length(CharSequence text, int at, int end) {
    if (at + 3 >= end) {
      return 0;
    }
    char kind = text.charAt(at + 1);
    if (text.charAt(at) == '\\') {
      return kind == 'u' ? 6 : kind == 'x' ? 4 : 0;
    }
    if (kind != '#') {
      return 0;
    }
    for (int i = at + 2; i < Math.min(end, at + 10); i++) {
      if (text.charAt(i) == ';') {
        return i + 1 - at;
      }
    }
    return 0;
  }

  private static int code(CharSequence text, int at, int length) {
    if (at + length > text.length()) {
      return -1;
    }
    boolean entity = text.charAt(at) == '&';
    boolean hex = !entity || (text.charAt(at + 2) | 0x20) == 'x';
    int from = at + (text.charAt(at) == '%' ? 1 : entity && hex ? 3 : 2);
    int to = at + length - (entity ? 1 : 0);
    if (from == to) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), hex ? 16 : 10);
      if (digit < 0) {
        return -1;
      }
      code = code * (hex ? 16 : 10) + digit;
    }
    return code <= Character.MAX_CODE_POINT && code > 0 ? code : -1;
  }

  /** Rows of eight bits as the characters that they stand for, a line for each row. */
  static String bits(CharSequence text) {
    var plain = new StringBuilder();
    var row = new StringBuilder();
    int bits = 0;
    int value = 0;
    int end = Math.min(text.length(), CHARS_MAX);
    for (int i = 0; i <= end; i++) {
      char c = i < end ? text.charAt(i) : '.';
      if (c == '0' || c == '1') {
        value = value << 1 | (c - '0');
        if (++bits == BITS) {
          row.append((char) value);
          bits = 0;
          value = 0;
        }
      } else if (c != ' ' || bits != 0) {
        if (row.length() >= MIN) {
          plain.append(row).append('\n');
        }
        row.setLength(0);
        bits = 0;
        value = 0;
      }
    }
    return plain.toString();
  }

  /** Base32 (RFC 4648) without what fills it up; empty where it is none. */
  static byte[] base32(CharSequence run) {
    var bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < run.length(); i++) {
      char c = run.charAt(i);
      int value = c >= 'A' && c <= 'Z' ? c - 'A' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
      if (value < 0) {
        return new byte[0];
      }
      buffer = (buffer << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= BITS) {
        bits -= BITS;
        bytes.write(buffer >> bits);
      }
    }
    return bytes.toByteArray();
  }
}
