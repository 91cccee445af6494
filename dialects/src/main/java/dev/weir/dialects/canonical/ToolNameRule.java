package dev.weir.dialects.canonical;

/**
 * Which names of tools a dialect takes: letters, digits, {@code _} and {@code -}.
 *
 * @param more further characters that it takes
 * @param anyStart whether a digit or a dash may begin it
 */
public record ToolNameRule(String more, boolean anyStart, int charactersMax) {

  boolean takes(String name) {
    return !name.isEmpty()
        && name.length() <= charactersMax
        && name.chars().allMatch(this::takes)
        && (anyStart || begins(name));
  }

  /** The name with what is not taken replaced, which several names may share; of any length. */
  String nearest(String name) {
    StringBuilder legal = new StringBuilder(name.length() + 1);
    name.chars().forEach(it -> legal.append(takes(it) ? (char) it : '_'));
    return anyStart || begins(legal.toString()) ? legal.toString() : "_" + legal;
  }

  private static boolean begins(String name) {
    return isLetter(name.charAt(0)) || name.charAt(0) == '_';
  }

  private boolean takes(int character) {
    return isLetter(character)
        || (character >= '0' && character <= '9')
        || character == '_'
        || character == '-'
        || more.indexOf(character) >= 0;
  }

  private static boolean isLetter(int character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }
}
