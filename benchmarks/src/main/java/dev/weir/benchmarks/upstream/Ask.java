package dev.weir.benchmarks.upstream;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the upstream needs to know of a request, found by scanning, not by parsing: this server must
 * cost far less than what is measured in front of it.
 *
 * @param slot the reader's place in {@link DeliveredEvents}, from {@code "user":"slot-7"}
 */
record Ask(Scenario scenario, OptionalInt slot) {

  private static final byte[] MODEL = "\"model\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STREAM = "\"stream\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] USER = "\"user\":".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern SLOT = Pattern.compile("slot-\\d{1,4}");
  private static final Ask COMPLETION = new Ask(new Scenario.Completion(), OptionalInt.empty());

  /** Reads the body that lies in {@code bytes} from {@code from} to {@code to}. */
  static Ask of(byte[] bytes, int from, int to) {
    int streams = valueAfter(bytes, from, to, STREAM);
    if (streams >= to || bytes[streams] != 't') {
      return COMPLETION;
    }
    return new Ask(Scenario.of(text(bytes, from, to, MODEL)), slot(text(bytes, from, to, USER)));
  }

  private static OptionalInt slot(String user) {
    if (!SLOT.matcher(user).matches()) {
      return OptionalInt.empty();
    }
    int slot = Integer.parseInt(user.substring("slot-".length()));
    return slot < DeliveredEvents.SLOTS ? OptionalInt.of(slot) : OptionalInt.empty();
  }

  /** The string value of the first such key, or nothing in it. */
  private static String text(byte[] bytes, int from, int to, byte[] key) {
    int open = valueAfter(bytes, from, to, key);
    if (open >= to || bytes[open] != '"') {
      return "";
    }
    int end = open + 1;
    while (end < to && bytes[end] != '"') {
      end++;
    }
    return new String(bytes, open + 1, end - open - 1, StandardCharsets.US_ASCII);
  }

  private static int valueAfter(byte[] bytes, int from, int to, byte[] key) {
    int at = Bytes.indexOf(bytes, from, to, key);
    if (at < 0) {
      return to;
    }
    at += key.length;
    while (at < to && (bytes[at] == ':' || bytes[at] == ' ')) {
      at++;
    }
    return at;
  }
}
