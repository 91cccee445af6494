package dev.weir.governance.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Masks the texts of one prompt or one answer: the same value has the same placeholder everywhere
 * in it, and two values never have the same. A conversation that is sent anew with each request
 * therefore keeps its placeholders. Not safe for use by many threads.
 */
public final class Placeholders {

  /** What a value beyond this count has: no more than a redaction. */
  private static final int VALUES_MAX = 10_000;

  private static final int SHOWN_MAX = 4;

  private final Map<String, String> byValue = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** The text without what is to be masked, which is in order and does not overlap. */
  public String mask(CharSequence text, List<Inspection.Masked> masked) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int from = 0;
    for (Inspection.Masked each : masked) {
      Match match = each.match();
      out.append(text, from, match.start());
      out.append(inPlaceOf(match, match.in(text).toString(), each.guard().operator()));
      from = match.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  /**
   * The same for a piece of JSON text, which stays JSON: escapes stay whole, and what takes the
   * place of a number is a string.
   *
   * @param place where the piece begins; afterwards, where it ends
   */
  public String mask(CharSequence text, List<Inspection.Masked> masked, JsonPlace place) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int from = 0;
    for (Inspection.Masked each : masked) {
      Match match = each.match();
      place.pass(text, from, match.start());
      int start = match.start() + place.restOfEscape(text, match.start(), match.end());
      place.pass(text, match.start(), start);
      out.append(text, from, start);
      String quote = place.inString() ? "" : "\"";
      String value = text.subSequence(start, match.end()).toString();
      MaskOperator operator =
          value.indexOf('\\') >= 0 && each.guard().operator() == MaskOperator.PARTIAL
              ? MaskOperator.REDACT
              : each.guard().operator();
      out.append(quote).append(inPlaceOf(match, value, operator)).append(quote);
      place.pass(text, start, match.end());
      from = match.end();
    }
    place.pass(text, from, text.length());
    return out.append(text, from, text.length()).toString();
  }

  private String inPlaceOf(Match match, String value, MaskOperator operator) {
    String label = match.what().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    return switch (operator) {
      case REDACT -> "<" + label + ">";
      case PARTIAL -> partly(value);
      case REPLACE -> numbered(label, value);
    };
  }

  private String numbered(String label, String value) {
    String key = label + " " + value;
    String known = byValue.get(key);
    if (known != null) {
      return known;
    }
    if (byValue.size() >= VALUES_MAX) {
      return "<" + label + ">";
    }
    String placeholder = "<" + label + "_" + counts.merge(label, 1, Integer::sum) + ">";
    byValue.put(key, placeholder);
    return placeholder;
  }

  /** Letters and digits are hidden but for the last four; of a short value all are. */
  private static String partly(String value) {
    int shown = value.length() >= 3 * SHOWN_MAX ? SHOWN_MAX : 0;
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean hidden = i < value.length() - shown && Character.isLetterOrDigit(c);
      out.append(hidden ? '*' : c);
    }
    return out.toString();
  }
}
