package dev.weir.governance.masking;

/**
 * Reads what may be a placeholder, as a model may have rewritten it: letters of either case; one to
 * three underscores, hyphens, spaces or backslashes (Markdown's) in place of an underscore; up to
 * two spaces inside the brackets; brackets as JSON's escapes of six characters where the text is
 * JSON. Whatever its spelling, what was read has one name: {@code PERSON_1}.
 */
final class PlaceholderReader {

  /** No placeholder begins here. */
  static final int NONE = -1;

  /** The text ends before it is clear. */
  static final int MORE = -2;

  /** What is longer is none. */
  static final int CHARACTERS_MAX = 96;

  private static final int SPACES_MAX = 2;
  private static final int SEPARATORS_MAX = 3;
  private static final String OPEN = "\\u003c";
  private static final String CLOSE = "\\u003e";

  private final StringBuilder name = new StringBuilder(CHARACTERS_MAX);

  /** Where the placeholder that begins at {@code from} ends, or {@link #NONE} or {@link #MORE}. */
  int read(CharSequence text, int from, int to, boolean json) {
    name.setLength(0);
    int limit = Math.min(to, from + CHARACTERS_MAX);
    int end = inside(text, from, limit, json);
    return end == MORE && limit < to ? NONE : end;
  }

  /** The name, or as much of it as was there. */
  String name() {
    return name.toString();
  }

  private int inside(CharSequence text, int from, int to, boolean json) {
    int at = bracket(text, from, to, json, '<', OPEN);
    if (at < 0) {
      return at;
    }
    for (int spaces = 0; at < to && text.charAt(at) == ' '; at++) {
      if (++spaces > SPACES_MAX) {
        return NONE;
      }
    }
    while (at < to) {
      int letters = at;
      while (at < to && isName(text.charAt(at))) {
        name.append(upper(text.charAt(at++)));
      }
      if (at == to) {
        return MORE;
      }
      if (at == letters) {
        return NONE;
      }
      int separators = at;
      boolean spacesOnly = true;
      while (at < to && isSeparator(text, at, to, json)) {
        spacesOnly &= text.charAt(at++) == ' ';
      }
      if (at - separators > SEPARATORS_MAX) {
        return NONE;
      }
      int end = bracket(text, at, to, json, '>', CLOSE);
      if (end == MORE || (end >= 0 && spacesOnly && at - separators <= SPACES_MAX)) {
        return end;
      }
      if (end >= 0 || at == separators) {
        return NONE;
      }
      name.append('_');
    }
    return MORE;
  }

  /** The place past a bracket. */
  private static int bracket(
      CharSequence text, int at, int to, boolean json, char plain, String escaped) {
    if (at == to) {
      return MORE;
    }
    if (text.charAt(at) == plain) {
      return at + 1;
    }
    if (!json) {
      return NONE;
    }
    for (int i = 0; i < escaped.length(); i++) {
      if (at + i == to) {
        return MORE;
      }
      char each = text.charAt(at + i);
      if (each != escaped.charAt(i) && (i < 5 || lower(each) != escaped.charAt(i))) {
        return NONE;
      }
    }
    return at + escaped.length();
  }

  /** A backslash separates unless it begins an escape. */
  private static boolean isSeparator(CharSequence text, int at, int to, boolean json) {
    char each = text.charAt(at);
    return each == '_'
        || each == '-'
        || each == ' '
        || (each == '\\' && (!json || (at + 1 < to && text.charAt(at + 1) != 'u')));
  }

  private static boolean isName(char each) {
    return (each >= 'A' && each <= 'Z')
        || (each >= 'a' && each <= 'z')
        || (each >= '0' && each <= '9');
  }

  private static char upper(char each) {
    return each >= 'a' && each <= 'z' ? (char) (each - 'a' + 'A') : each;
  }

  private static char lower(char each) {
    return each >= 'A' && each <= 'Z' ? (char) (each - 'A' + 'a') : each;
  }
}
