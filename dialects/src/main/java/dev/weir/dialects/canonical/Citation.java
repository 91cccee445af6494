package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A page that a text rests on, as most dialects tell it.
 *
 * @param title empty where it has none
 * @param start where what rests on it begins, in code points of all text of the choice
 * @param end where it ends, in the same
 */
public record Citation(String url, String title, long start, long end) implements Cited {

  /** Beyond it a place is none. */
  private static final long PLACE_MAX = Integer.MAX_VALUE;

  /** As a provider tells it; nothing where it is no sensible one. */
  public static Optional<Citation> of(JsonNode told, long textStart) {
    long start = place(told.path("start_index"));
    long end = place(told.path("end_index"));
    boolean sensible =
        told.path("url").isTextual() && start >= 0 && start <= end && end <= PLACE_MAX;
    return sensible
        ? Optional.of(
            new Citation(
                told.path("url").textValue(),
                told.path("title").asText(""),
                start + textStart,
                end + textStart))
        : Optional.empty();
  }

  private static long place(JsonNode told) {
    return told.isIntegralNumber() && told.canConvertToLong() ? told.longValue() : -1;
  }

  @Override
  public Told in(CharSequence text) {
    return new Told(List.of(this), List.of());
  }

  /** The same where the text before {@code offset} does not count. */
  public Citation from(long offset) {
    return new Citation(url, title, start - offset, end - offset);
  }

  static long lengthOf(String text) {
    return text.codePointCount(0, text.length());
  }
}
