package dev.weir.governance.masking;

import dev.weir.governance.detection.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges what was found in the texts of one conversation for its stand-ins. A text of the caller
 * that would itself pass for a placeholder, or that is one of the values invented so far, gets a
 * placeholder of its own ({@code <LITERAL_1>}): it stays distinguishable, and comes back as it was
 * written.
 */
public final class Masking {

  private final MaskingRules rules;
  private final MaskedValues values;
  private final PlaceholderReader reader = new PlaceholderReader();

  public Masking(MaskingRules rules, MaskedValues values) {
    this.rules = rules;
    this.values = values;
  }

  private static final class FullException extends Exception {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("", null, false, false);
    }
  }

  /** A finding in chars. */
  private record Place(int start, int end, Finding finding) {}

  /**
   * Masks a text.
   *
   * @param findings in the text's code points; where some overlap, all that they cover together is
   *     masked as what the longest is
   */
  public Masked mask(String text, List<Finding> findings) {
    if (text.length() > values.limits().textCharactersMax()) {
      return new Masked.Refused(
          "A text has more than "
              + values.limits().textCharactersMax()
              + " characters, more than can be masked; shorten it.");
    }
    try {
      return new Masked.Text(masked(text, places(text, findings)));
    } catch (FullException _) {
      return new Masked.Refused(
          "The conversation has more values to mask than the "
              + values.limits().valuesMax()
              + " (or "
              + values.limits().valueCharactersMax()
              + " characters) that are kept; send less at once.");
    }
  }

  private String masked(String text, List<Place> places) throws FullException {
    StringBuilder out = new StringBuilder(text.length() + 16 * places.size());
    boolean changed = !places.isEmpty();
    int at = 0;
    for (Place place : places) {
      passUnfound(text, at, place.start(), out);
      out.append(standIn(place.finding(), text.substring(place.start(), place.end())));
      at = place.end();
    }
    changed |= passUnfound(text, at, text.length(), out);
    return changed || out.length() != text.length() ? out.toString() : text;
  }

  private String standIn(Finding finding, String value) throws FullException {
    String label = Labels.of(finding.type());
    return switch (rules.of(finding.type())) {
      case Operator.Replace _ -> orFull(values.placeholder(label, value));
      case Operator.Synthetic(var key) ->
          orFull(values.synthetic(label, value, new SyntheticValue(key)));
      case Operator.Redact _ -> "[" + label + "]";
      case Operator.Hash(var key) ->
          "<" + label + ":" + HexFormat.of().formatHex(key.digest(label, value), 0, 8) + ">";
      case Operator.Partial(int lastKept) -> starred(value, lastKept);
      case Operator.Keep _ -> value;
    };
  }

  private static String orFull(Optional<String> standIn) throws FullException {
    return standIn.orElseThrow(FullException::new);
  }

  private static String starred(String value, int lastKept) {
    int[] codePoints = value.codePoints().toArray();
    long all = value.codePoints().filter(Character::isLetterOrDigit).count();
    long stars = all <= 2L * lastKept ? all : all - lastKept;
    StringBuilder out = new StringBuilder(value.length());
    for (int each : codePoints) {
      boolean starred = Character.isLetterOrDigit(each) && stars-- > 0;
      out.appendCodePoint(starred ? '*' : each);
    }
    return out.toString();
  }

  /** Copies what nothing was found in, but for what would be taken for a stand-in. */
  private boolean passUnfound(String text, int from, int to, StringBuilder out)
      throws FullException {
    boolean changed = false;
    int copied = from;
    int at = from;
    while (at < to) {
      int end = literalEnd(text, at, to);
      if (end < 0) {
        at++;
        continue;
      }
      out.append(text, copied, at);
      out.append(orFull(values.placeholder(Labels.LITERAL, text.substring(at, end))));
      changed = true;
      at = end;
      copied = end;
    }
    out.append(text, copied, to);
    return changed;
  }

  private int literalEnd(String text, int at, int to) {
    char each = text.charAt(at);
    if (each == '<' || each == '\\') {
      int end = placeholderEnd(text, at, to, false);
      if (end < 0) {
        end = placeholderEnd(text, at, to, true);
      }
      if (end >= 0) {
        return end;
      }
    }
    return values.inventedMayBegin(each)
        ? values.inventedEnd(text, at, to)
        : PlaceholderReader.NONE;
  }

  private int placeholderEnd(String text, int at, int to, boolean json) {
    int end = reader.read(text, at, to, json);
    return end >= 0 && Labels.isPlaceholder(reader.name()) ? end : PlaceholderReader.NONE;
  }

  /** In order and apart from each other, without those that stay. */
  private List<Place> places(String text, List<Finding> findings) {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.removeIf(it -> rules.of(it.type()) instanceof Operator.Keep);
    sorted.sort(Comparator.comparingInt(Finding::start));
    List<Place> places = new ArrayList<>(sorted.size());
    int chars = 0;
    int codePoints = 0;
    for (Finding finding : sorted) {
      chars = text.offsetByCodePoints(chars, finding.start() - codePoints);
      codePoints = finding.start();
      int end = text.offsetByCodePoints(chars, finding.end() - finding.start());
      Place place = new Place(chars, end, finding);
      if (!places.isEmpty() && places.getLast().end() > chars) {
        places.add(joined(places.removeLast(), place));
      } else {
        places.add(place);
      }
    }
    return places;
  }

  private static Place joined(Place one, Place other) {
    boolean longer = other.end() - other.start() > one.end() - one.start();
    return new Place(
        one.start(), Math.max(one.end(), other.end()), longer ? other.finding() : one.finding());
  }
}
