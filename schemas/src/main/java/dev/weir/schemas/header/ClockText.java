package dev.weir.schemas.header;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;

/**
 * Writes times in RFC 3339, UTC, to the microsecond where it is not zero. Most events of a process
 * share their second, so that part is kept from one to the next. Safe for use by many threads.
 */
final class ClockText {

  private static final int MICRO_DIGITS = 6;

  private volatile Second last = Second.of(0);

  /** ASCII. */
  byte[] of(Instant time) {
    Second second = last;
    if (second.epochSecond != time.getEpochSecond()) {
      second = Second.of(time.getEpochSecond());
      last = second;
    }
    int micros = time.getNano() / 1_000;
    byte[] prefix = second.text;
    boolean whole = micros == 0;
    byte[] text = new byte[prefix.length + (whole ? 1 : MICRO_DIGITS + 2)];
    System.arraycopy(prefix, 0, text, 0, prefix.length);
    if (!whole) {
      text[prefix.length] = '.';
      for (int i = prefix.length + MICRO_DIGITS; i > prefix.length; i--) {
        text[i] = (byte) ('0' + micros % 10);
        micros /= 10;
      }
    }
    text[text.length - 1] = 'Z';
    return text;
  }

  /** A second, without its end. */
  private record Second(long epochSecond, byte[] text) {

    static Second of(long epochSecond) {
      String whole = Instant.ofEpochSecond(epochSecond).toString();
      return new Second(epochSecond, whole.substring(0, whole.length() - 1).getBytes(US_ASCII));
    }
  }
}
