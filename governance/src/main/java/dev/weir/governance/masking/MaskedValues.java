package dev.weir.governance.masking;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was masked in one conversation, to be restored in its answer. The same value of the same
 * type always gets the same stand-in, and two values never the same one. Numbers count up in the
 * order in which values are first seen, so a conversation that is sent again with more turns gets
 * the same ones.
 *
 * <p>Not for use by several threads at once while a request is masked; afterwards any number may
 * restore.
 */
public final class MaskedValues {

  private static final int SYNTHETIC_TRIES = 64;

  /** A key of the stand-ins. */
  private record Value(String label, String text) {
    @Override
    public String toString() {
      return "Value[" + label + "]";
    }
  }

  private final MaskingLimits limits;
  private final String tag;
  private final Map<Value, String> standIns = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Values by the names of their placeholders. */
  private final NavigableMap<String, String> byName = new TreeMap<>();

  /** Values by their invented ones in lower case, of which none begins with another. */
  private final NavigableMap<String, String> byInvented = new TreeMap<>();

  private final boolean[] inventedBegin = new boolean[128];
  private int characters;
  private boolean restores;

  public MaskedValues(MaskingLimits limits) {
    this(limits, "");
  }

  /**
   * With a mark in each placeholder, {@code <PERSON_K3F7_1>}: for a request whose earlier turns lie
   * with the provider, under placeholders that this process does not know.
   *
   * @param tag empty, or one to eight letters and digits in upper case
   */
  public MaskedValues(MaskingLimits limits, String tag) {
    if (!tag.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        || tag.length() > 8) {
      throw new IllegalArgumentException("no tag: up to 8 letters and digits in upper case");
    }
    this.limits = limits;
    this.tag = tag;
  }

  MaskingLimits limits() {
    return limits;
  }

  /**
   * For the answer's own values: they are not restored, and their numbers go on after this
   * request's. To be asked when the request is masked, by any thread.
   */
  public MaskedValues forAnswer() {
    MaskedValues values = new MaskedValues(limits, tag);
    values.numbers.putAll(numbers);
    return values;
  }

  /** Whether there is nothing to restore. */
  public boolean isEmpty() {
    return !restores;
  }

  /** How many values have a stand-in. */
  public int size() {
    return standIns.size();
  }

  /** The value's placeholder; nothing where there is no room for one more. */
  Optional<String> placeholder(String label, String value, boolean restored) {
    Value key = new Value(label, value);
    String known = standIns.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (!hasRoom(value)) {
      return Optional.empty();
    }
    int number = numbers.merge(label, 1, Integer::sum);
    String name = label + (tag.isEmpty() ? "_" : "_" + tag + "_") + number;
    if (restored) {
      byName.put(name, value);
      restores = true;
    }
    return Optional.of(keep(key, "<" + name + ">"));
  }

  /**
   * The value's invented one, or its placeholder where none fits; nothing where there is no room.
   */
  Optional<String> synthetic(
      String label, String value, SyntheticValue invented, boolean restored) {
    Value key = new Value(label, value);
    String known = standIns.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (!hasRoom(value)) {
      return Optional.empty();
    }
    for (int attempt = 0; attempt < SYNTHETIC_TRIES; attempt++) {
      Optional<String> candidate = invented.of(label, value, attempt);
      if (candidate.isEmpty()) {
        break;
      }
      String lower = lower(candidate.get(), 0, candidate.get().length());
      if (!value.equals(candidate.get()) && mayStandIn(lower) && isFree(lower)) {
        byInvented.put(lower, restored ? value : candidate.get());
        restores |= restored;
        inventedBegin[lower.charAt(0)] = true;
        return Optional.of(keep(key, candidate.get()));
      }
    }
    return placeholder(label, value, restored);
  }

  /** With a bracket or an escape in it, it could become a part of a placeholder. */
  private boolean mayStandIn(String lower) {
    return lower.charAt(0) < inventedBegin.length
        && lower.chars().noneMatch(c -> c == '<' || c == '>' || c == '\\');
  }

  private boolean hasRoom(String value) {
    return standIns.size() < limits.valuesMax()
        && value.length() <= limits.valueCharactersMax() - characters;
  }

  private String keep(Value key, String standIn) {
    standIns.put(key, standIn);
    characters += key.text().length();
    return standIn;
  }

  private boolean isFree(String lower) {
    String before = byInvented.floorKey(lower);
    String after = byInvented.ceilingKey(lower);
    return (before == null || !lower.startsWith(before))
        && (after == null || !after.startsWith(lower));
  }

  Optional<String> valueOf(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether a placeholder's name begins so. */
  boolean nameBegins(String prefix) {
    String next = byName.ceilingKey(prefix);
    return next != null && next.startsWith(prefix);
  }

  boolean inventedMayBegin(char each) {
    char lower = Character.toLowerCase(each);
    return lower < inventedBegin.length && inventedBegin[lower];
  }

  /**
   * Where the invented value that begins at {@code from} ends; {@link PlaceholderReader#NONE} or
   * {@link PlaceholderReader#MORE} where none does or the text ends too early.
   */
  int inventedEnd(CharSequence text, int from, int to) {
    String lower = lower(text, from, Math.min(to, from + SyntheticValue.CHARACTERS_MAX));
    String before = byInvented.floorKey(lower);
    if (before != null && lower.startsWith(before)) {
      return from + before.length();
    }
    String after = byInvented.higherKey(lower);
    return after != null && after.startsWith(lower)
        ? PlaceholderReader.MORE
        : PlaceholderReader.NONE;
  }

  /** The value that {@link #inventedEnd} found the invented one of. */
  String inventedValue(CharSequence text, int from, int end) {
    return Optional.ofNullable(byInvented.get(lower(text, from, end))).orElseThrow();
  }

  /** Char by char, so that positions stay. */
  private static String lower(CharSequence text, int from, int to) {
    StringBuilder lower = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      lower.append(Character.toLowerCase(text.charAt(i)));
    }
    return lower.toString();
  }

  /** Shows no value. */
  @Override
  public String toString() {
    return "MaskedValues[" + standIns.size() + " values]";
  }
}
