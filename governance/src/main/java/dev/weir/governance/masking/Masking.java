package dev.weir.governance.masking;

import dev.weir.governance.detection.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Exchanges what was found in the texts of one conversation for its stand-ins. A text of the caller
 * that would itself pass for a placeholder, or that is one of the values invented so far, gets a
 * placeholder of its own ({@code <LITERAL_1>}): it stays distinguishable, and comes back as it was
 * written.
 */
public final class Masking {

  private final MaskingRules rules;
  private final MaskedValues values;
  private final Set<String> ownLabels;
  private final boolean keepsLiterals;
  private final PlaceholderReader reader = new PlaceholderReader();

  public Masking(MaskingRules rules, MaskedValues values) {
    this(rules, values, Set.of(), true);
  }

  private Masking(
      MaskingRules rules, MaskedValues values, Set<String> ownLabels, boolean keepsLiterals) {
    this.rules = rules;
    this.values = values;
    this.ownLabels = Set.copyOf(ownLabels);
    this.keepsLiterals = keepsLiterals;
  }

  /**
   * Of a prompt in which more is found than the detectors' types, under labels of its own.
   *
   * @param keepsLiterals whether what would be taken for a placeholder gets one; without, nothing
   *     may be restored
   */
  public static Masking ofPrompt(
      MaskedValues values, Set<String> ownLabels, boolean keepsLiterals) {
    return new Masking(MaskingRules.REPLACE_ALL, values, ownLabels, keepsLiterals);
  }

  /** Of an answer: the prompt's placeholders in it stay, to be restored. */
  public static Masking ofAnswer(MaskedValues values) {
    return new Masking(MaskingRules.REPLACE_ALL, values, Set.of(), false);
  }

  /**
   * Something to mask.
   *
   * @param start in chars, inclusive
   * @param end exclusive
   * @param label of its placeholder, see {@link #label}
   * @param value what stands there, escapes resolved
   * @param restored whether the answer gets it back
   * @param quote what goes around its stand-in
   */
  public record Spot(
      int start,
      int end,
      String label,
      String value,
      Operator operator,
      boolean restored,
      String quote) {

    /** The same with a placeholder that is no other value's, and is not restored. */
    public Spot numbered() {
      return new Spot(start, end, label, value, new Operator.Replace(), false, quote);
    }

    /** Shows no value. */
    @Override
    public String toString() {
      return "Spot[" + start + "," + end + "," + label + "]";
    }
  }

  /** A part of a string of JSON, its escapes resolved; an escape that is none stays. */
  public static String unescaped(String json) {
    return JsonEscapes.resolved(json);
  }

  /** The label of something that is found under this name. */
  public static String label(String name) {
    return Labels.of(name);
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
    List<Spot> spots =
        places(text, findings).stream()
            .map(it ->
                new Spot(
                    it.start(),
                    it.end(),
                    Labels.of(it.finding().type().text()),
                    text.substring(it.start(), it.end()),
                    rules.of(it.finding().type()),
                    true,
                    ""))
            .toList();
    return mask(text, spots, false);
  }

  /**
   * Masks a text.
   *
   * @param spots in order and apart from each other
   * @param json whether it is JSON or a part of it, and stays so
   */
  public Masked mask(String text, List<Spot> spots, boolean json) {
    if (text.length() > values.limits().textCharactersMax()) {
      return new Masked.Refused(
          "A text has more than "
              + values.limits().textCharactersMax()
              + " characters, more than can be masked; shorten it.");
    }
    try {
      return new Masked.Text(masked(text, spots, json));
    } catch (FullException _) {
      return new Masked.Refused(
          "The conversation has more values to mask than the "
              + values.limits().valuesMax()
              + " (or "
              + values.limits().valueCharactersMax()
              + " characters) that are kept; send less at once.");
    }
  }

  /** The text with the names of types in the place of values: for what is refused anyway. */
  public static String redacted(String text, List<Spot> spots) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (Spot spot : spots) {
      out.append(text, at, spot.start()).append(spot.quote());
      out.append('<').append(spot.label()).append('>').append(spot.quote());
      at = spot.end();
    }
    return out.append(text, at, text.length()).toString();
  }

  private String masked(String text, List<Spot> spots, boolean json) throws FullException {
    StringBuilder out = new StringBuilder(text.length() + 16 * spots.size());
    boolean changed = !spots.isEmpty();
    int at = 0;
    for (Spot spot : spots) {
      passUnfound(text, at, spot.start(), json, out);
      out.append(spot.quote());
      if (json) {
        JsonEscapes.append(standIn(spot), out);
      } else {
        out.append(standIn(spot));
      }
      out.append(spot.quote());
      at = spot.end();
    }
    changed |= passUnfound(text, at, text.length(), json, out);
    return changed || out.length() != text.length() ? out.toString() : text;
  }

  private String standIn(Spot spot) throws FullException {
    String label = spot.label();
    String value = spot.value();
    return switch (spot.operator()) {
      case Operator.Replace _ -> orFull(values.placeholder(label, value, spot.restored()));
      case Operator.Synthetic(var key) ->
          orFull(values.synthetic(label, value, new SyntheticValue(key), spot.restored()));
      case Operator.Redact _ -> "<" + label + ">";
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
  private boolean passUnfound(String text, int from, int to, boolean json, StringBuilder out)
      throws FullException {
    if (!keepsLiterals) {
      out.append(text, from, to);
      return false;
    }
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
      String written = text.substring(at, end);
      String literal = json ? JsonEscapes.resolved(written) : written;
      out.append(orFull(values.placeholder(Labels.LITERAL, literal, true)));
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
    return end >= 0 && Labels.isPlaceholder(reader.name(), ownLabels)
        ? end
        : PlaceholderReader.NONE;
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
