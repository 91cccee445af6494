package dev.weir.governance.masking;

import dev.weir.governance.detection.FindingType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of placeholders: {@code EMAIL_ADDRESS}. */
final class Labels {

  /** What the caller wrote himself and would pass for a placeholder or an invented value. */
  static final String LITERAL = "LITERAL";

  private static final Set<String> ALL =
      Stream.concat(
              Stream.of(LITERAL), Arrays.stream(FindingType.values()).map(it -> of(it.text())))
          .collect(Collectors.toUnmodifiableSet());

  /** With a mark and a number, it is no longer than what is read as a placeholder. */
  private static final int CHARACTERS_MAX = 64;

  private Labels() {}

  /** Of the name of a type or a recognizer. */
  static String of(String name) {
    String label = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    label = label.substring(0, Math.min(label.length(), CHARACTERS_MAX));
    label = label.replaceAll("^_|_$", "");
    return label.isEmpty() ? "VALUE" : label;
  }

  /**
   * Whether some conversation could have a placeholder of this name.
   *
   * @param own labels of recognizers
   */
  static boolean isPlaceholder(String name, Set<String> own) {
    int number = name.lastIndexOf('_');
    if (number < 0 || !isNumber(name, number + 1)) {
      return false;
    }
    String label = name.substring(0, number);
    int tag = label.lastIndexOf('_');
    return ALL.contains(label)
        || own.contains(label)
        || (tag > 0
            && (ALL.contains(label.substring(0, tag)) || own.contains(label.substring(0, tag))));
  }

  private static boolean isNumber(String name, int from) {
    for (int i = from; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return from < name.length();
  }
}
