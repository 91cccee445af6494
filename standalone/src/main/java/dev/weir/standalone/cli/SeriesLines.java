package dev.weir.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the lines of a series, {@code timestamp,value} as RFC 4180 has it, with or without a header
 * in front. Timestamps are checked and not used. Where a header names more columns than two, lines
 * have as many, and the others are passed over.
 */
final class SeriesLines {

  /** Longer ones are no lines of a series. */
  static final int LINE_MAX = 1_000;

  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final int COLUMNS = 2;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,400}(?:\\.\\d{0,400})?|\\.\\d{1,400})(?:[eE][+-]?\\d{1,9})?");

  private static final Pattern DATE =
      Pattern.compile(
          "(?:\\d{4}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?|\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d\\d){1,2}|\\d{8})"
              + "(?:[Tt ] {0,3}(?:\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?|\\d{6})(?: ?[APap][Mm])?"
              + "(?: ?(?:[Zz]|UTC|[+-]\\d\\d(?::?\\d\\d)?))?)?");

  private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "null", "none");

  private int columns;

  /** What a line is. */
  sealed interface Read {

    /** Names of columns. */
    record Header(String text) implements Read {}

    /** Nothing. */
    record Empty() implements Read {}

    /** A value; none where it is missing. */
    record Point(OptionalDouble value) implements Read {}
  }

  /**
   * The next line, without its end.
   *
   * @throws IllegalArgumentException where it is none of a series; the message says why
   */
  Read read(String line) {
    String text = columns == 0 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    if (text.length() >= LINE_MAX) {
      throw new IllegalArgumentException("is longer than " + LINE_MAX + " characters");
    }
    if (text.isBlank()) {
      return new Read.Empty();
    }
    List<String> fields = fields(text);
    if (columns == 0) {
      boolean header = isHeader(fields);
      columns = header ? fields.size() : COLUMNS;
      if (header) {
        return new Read.Header(text.strip());
      }
    }
    if (fields.size() != columns) {
      throw new IllegalArgumentException(
          columns == COLUMNS
              ? "expected 'timestamp,value', like 2026-11-26 10:00:00,42.5"
              : "expected " + columns + " columns, as in the header, got " + fields.size());
    }
    if (!isTime(fields.getFirst())) {
      throw new IllegalArgumentException(
          "the timestamp is not like 2026-11-26 10:00:00, 2026-11-26T10:00:00Z or 1795687200");
    }
    return new Read.Point(value(fields.get(1)));
  }

  private static boolean isHeader(List<String> fields) {
    return fields.size() >= COLUMNS
        && !isTime(fields.getFirst())
        && !NUMBER.matcher(fields.get(1)).matches()
        && !MISSING.contains(fields.get(1).toLowerCase(Locale.ROOT));
  }

  private static boolean isTime(String field) {
    return DATE.matcher(field).matches() || NUMBER.matcher(field).matches();
  }

  private static OptionalDouble value(String field) {
    if (MISSING.contains(field.toLowerCase(Locale.ROOT))) {
      return OptionalDouble.empty();
    }
    double value = NUMBER.matcher(field).matches() ? Double.parseDouble(field) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the value after the comma is no number");
    }
    return OptionalDouble.of(value);
  }

  private static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
