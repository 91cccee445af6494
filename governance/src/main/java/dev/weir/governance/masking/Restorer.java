package dev.weir.governance.masking;

import java.util.Optional;

/**
 * Gives the values back in one text that comes in pieces. Holds back no more than what may still
 * become a stand-in: at most {@value #HELD_MAX} characters, and none where the text has no
 * character that one begins with. A placeholder that this conversation does not have stays as it
 * is.
 *
 * <p>One text, one restorer; not for use by several threads.
 */
public final class Restorer {

  /** The longest that is held. */
  public static final int HELD_MAX =
      Math.max(PlaceholderReader.CHARACTERS_MAX, SyntheticValue.CHARACTERS_MAX);

  /** What the text is written in. */
  public enum Writing {
    PLAIN,
    /** JSON or a part of it: values are escaped, and brackets may be. */
    JSON,
    /** JSON if its first character that is no white space is a brace, else plain. */
    AS_IT_BEGINS
  }

  private final MaskedValues values;
  private final PlaceholderReader reader = new PlaceholderReader();
  private final StringBuilder held = new StringBuilder();
  private Writing writing;

  public Restorer(MaskedValues values, Writing writing) {
    this.values = values;
    this.writing = writing;
  }

  /**
   * Takes a piece of any length and gives what is ready: the piece itself where nothing is held.
   */
  public String accept(String piece) {
    if (values.isEmpty()) {
      return piece;
    }
    if (writing == Writing.AS_IT_BEGINS) {
      decide(piece);
    }
    if (held.isEmpty() && !mayHold(piece)) {
      return piece;
    }
    held.append(piece);
    return take(false);
  }

  /** The text has ended: gives what was held. */
  public String end() {
    return held.isEmpty() ? "" : take(true);
  }

  /** How many characters are held. */
  public int held() {
    return held.length();
  }

  private void decide(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      if (!Character.isWhitespace(piece.charAt(i))) {
        writing = piece.charAt(i) == '{' ? Writing.JSON : Writing.PLAIN;
        return;
      }
    }
  }

  private boolean mayHold(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      if (mayBegin(piece.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBegin(char each) {
    return each == '<'
        || (each == '\\' && writing == Writing.JSON)
        || values.inventedMayBegin(each);
  }

  private String take(boolean last) {
    StringBuilder out = new StringBuilder(held.length() + 64);
    int at = 0;
    while (at < held.length()) {
      int next = mayBegin(held.charAt(at)) ? restored(at, out) : PlaceholderReader.NONE;
      if (next == PlaceholderReader.MORE && !last) {
        break;
      }
      if (next >= 0) {
        at = next;
      } else {
        out.append(held.charAt(at++));
      }
    }
    held.delete(0, at);
    return out.toString();
  }

  /** Writes the value of the stand-in that begins at {@code at}, and says where that one ends. */
  private int restored(int at, StringBuilder out) {
    boolean json = writing == Writing.JSON;
    int end = PlaceholderReader.NONE;
    if (held.charAt(at) == '<' || json) {
      end = reader.read(held, at, held.length(), json);
      if (end >= 0) {
        Optional<String> value = values.valueOf(reader.name());
        if (value.isPresent()) {
          write(value.get(), out);
          return end;
        }
      }
      if (end == PlaceholderReader.MORE && values.nameBegins(reader.name())) {
        return end;
      }
    }
    if (!values.inventedMayBegin(held.charAt(at))) {
      return PlaceholderReader.NONE;
    }
    end = values.inventedEnd(held, at, held.length());
    if (end >= 0) {
      write(values.inventedValue(held, at, end), out);
    }
    return end;
  }

  private void write(String value, StringBuilder out) {
    if (writing == Writing.JSON) {
      JsonEscapes.append(value, out);
    } else {
      out.append(value);
    }
  }
}
