package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.Check;
import java.util.List;
import java.util.Locale;

/**
 * Judges a value by the name it is assigned to and by how it is written: what stands in quotes may
 * be anything, what stands bare must not be code, and what follows in a sentence must look like a
 * secret.
 */
enum AssignedValue implements Check {
  QUOTED,
  BARE,
  SPACED,
  /** What a call of that name is given. */
  CALL,
  SENTENCE,
  NEXT_LINE;

  /** Where a class of characters ends and is repeated. */
  private static final List<String> CLASSES = List.of("]{", "]+", "]*", "\\d", "\\w", "A-Z");

  private static final double SURE = 0.85;
  private static final double WEAK = 0.6;
  private static final int PASSWORD_MIN = 6;
  private static final int KEY_MIN = 12;
  private static final int SECRET_IDENTIFIER_MIN = 32;

  @Override
  public double score(CharSequence text, int start, int end, double score) {
    String value = text.subSequence(start, end).toString();
    if (isWrongForm(text, start, end) || isProse(value)) {
      return 0;
    }
    AssignedName.Kind kind = AssignedName.of(text, start);
    if (kind == AssignedName.Kind.HARMLESS
        || (kind != AssignedName.Kind.PASSWORD && isDescription(value))
        || KnownShapes.isBroken(text, start, value)
        || Placeholder.isNoSecret(value)) {
      return 0;
    }
    return switch (kind) {
      case PASSWORD -> password(value);
      case KEY -> key(value);
      case IDENTIFIER -> identifier(value);
      case HARMLESS -> 0;
    };
  }

  @Override
  public boolean mayBegin(CharSequence text, int at) {
    return this != SPACED || AssignedName.isArgument(text, at);
  }

  private boolean isWrongForm(CharSequence text, int start, int end) {
    return switch (this) {
      case QUOTED -> false;
      case SENTENCE -> isCall(text.subSequence(start, end).toString());
      case NEXT_LINE, CALL -> !Passwords.isOpaque(text.subSequence(start, end));
      case BARE -> isCode(text, start, end);
      case SPACED -> !AssignedName.isArgument(text, start) || isCode(text, start, end);
    };
  }

  /**
   * {@code config.get("x")}, {@code env.NAME}, {@code a[b]}, {@code $name}: no value, but where it
   * is.
   */
  private static boolean isCode(CharSequence text, int start, int end) {
    char first = text.charAt(start);
    if ("$%@#(<{[&*/\\+".indexOf(first) >= 0) {
      return true;
    }
    if (end < text.length() && "([{".indexOf(text.charAt(end)) >= 0) {
      return true;
    }
    for (int i = start; i < end; i++) {
      if ("(){}[]".indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return isPath(text.subSequence(start, end));
  }

  /** Names with points between them: {@code settings.DB_PASSWORD}. */
  static boolean isPath(CharSequence value) {
    String text = value.toString();
    int point = text.indexOf('.');
    return point > 0
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-?!:".indexOf(c) >= 0)
        && Randomness.wordShare(text) >= 0.4;
  }

  /** {@code name.of(it}, {@code rows[0]}: what follows an equals sign in code. */
  static boolean isCall(String value) {
    int at = 0;
    while (at < value.length()
        && (Character.isLetterOrDigit(value.charAt(at)) || "_.".indexOf(value.charAt(at)) >= 0)) {
      at++;
    }
    if (at == value.length()) {
      return isPath(value);
    }
    String name = value.substring(0, at);
    return "([".indexOf(value.charAt(at)) >= 0
        && (name.isEmpty()
            || name.indexOf('.') >= 0
            || name.indexOf('_') >= 0
            || Randomness.wordShare(name) >= 0.4);
  }

  static boolean isProse(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return value.indexOf(' ') >= 0
        || lower.contains("password")
        || lower.contains("passwd")
        || lower.startsWith("http:")
        || lower.startsWith("https:")
        || lower.startsWith("arn:")
        || lower.startsWith("./")
        || value.startsWith("/")
        || (value.startsWith("#") && Randomness.wordShare(value) >= 0.5)
        || value.endsWith(":");
  }

  /** What keys are made of: a regular expression of them, or a name that says what one is for. */
  private static boolean isDescription(String value) {
    return CLASSES.stream().anyMatch(value::contains) || Randomness.isReadable(value);
  }

  /** People choose short ones and words; what has no digit and no mark may as well be text. */
  private double password(String value) {
    boolean digits = value.chars().anyMatch(Character::isDigit);
    boolean letters = value.chars().anyMatch(Character::isLetter);
    boolean marks = value.chars().anyMatch(c -> !Character.isLetterOrDigit(c));
    if (Passwords.isOpaque(value)) {
      return SURE;
    }
    if (value.length() < PASSWORD_MIN || !letters) {
      return 0;
    }
    if (digits) {
      return WEAK + (marks ? 0.1 : 0);
    }
    boolean random = Randomness.wordShare(value) < 0.5;
    if (this == QUOTED) {
      boolean odd = value.chars().anyMatch(c -> "!@$^*+=?~%&".indexOf(c) >= 0);
      return random || odd ? WEAK : 0;
    }
    return random && value.length() >= 10 ? WEAK : 0;
  }

  /** Machines make long ones. */
  private static double key(String value) {
    if (Passwords.isOpaque(value)) {
      return SURE;
    }
    boolean digits = value.chars().anyMatch(Character::isDigit);
    boolean letters = value.chars().anyMatch(Character::isLetter);
    return value.length() >= KEY_MIN
            && digits
            && letters
            && Randomness.entropy(value) >= 3
            && Randomness.wordShare(value) < 0.4
        ? WEAK
        : 0;
  }

  /**
   * Ids, hashes and paths are as long and as odd: a secret has both cases of letters, and no mark
   * of them.
   */
  private static double identifier(String value) {
    return value.length() >= SECRET_IDENTIFIER_MIN
            && value.chars().noneMatch(c -> c == '.' || c == ':')
            && value.chars().anyMatch(Character::isUpperCase)
            && value.chars().anyMatch(Character::isLowerCase)
            && Passwords.isOpaque(value)
        ? WEAK
        : 0;
  }
}
