package dev.weir.dialects.canonical;

import java.util.Optional;

/**
 * Takes the text out of the arguments of a function that stands for a tool of text, as they come:
 * {@code {"input":"..."}}. Arguments in which a model has put no such text are the text themselves,
 * whole, so that nothing of a call is lost; what stands beside the text is lost, which {@link
 * #isMoreBeside} tells. A character of two halves is told at once, and half a character as it came:
 * the last one with the end. For one call.
 */
final class TextInput {

  /** Beyond them no text comes any more, and they are passed as they are. */
  static final int CHARACTERS_BEFORE_MAX = 64 * 1024;

  private enum State {
    /** Before a member's name, or within a value that is another's. */
    OUTSIDE,
    NAME,
    /** Behind the name that is looked for. */
    NAMED,
    OTHER_TEXT,
    TEXT,
    /** The text has ended. */
    DONE,
    /** There is none. */
    RAW
  }

  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder name = new StringBuilder();
  private String half = "";
  private State state = State.OUTSIDE;
  private int depth;
  private boolean inValue;
  private boolean escaped;
  private int hexLeft;
  private int hex;
  private boolean moreBeside;

  /** The text in this piece. */
  String take(String json) {
    if (state == State.RAW) {
      return json;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      step(json.charAt(i), text);
    }
    if (state == State.TEXT || state == State.DONE) {
      raw.setLength(0);
      return whole(text);
    }
    raw.append(json);
    if (raw.length() <= CHARACTERS_BEFORE_MAX) {
      return "";
    }
    state = State.RAW;
    return taken();
  }

  /** A character of two halves is not told in two pieces. */
  private String whole(StringBuilder text) {
    text.insert(0, half);
    half = "";
    int last = text.length() - 1;
    if (state == State.TEXT && last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
      half = text.substring(last);
      text.setLength(last);
    }
    return text.toString();
  }

  /** What is left of the text, all of it where none was found. */
  Optional<String> end() {
    if (state == State.TEXT || state == State.DONE || state == State.RAW) {
      String last = half;
      half = "";
      return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }
    String left = taken().strip();
    return left.isEmpty() || left.equals("{}") ? Optional.empty() : Optional.of(left);
  }

  /** Whether the arguments have said more than the text so far. */
  boolean isMoreBeside() {
    return moreBeside && (state == State.TEXT || state == State.DONE);
  }

  private String taken() {
    String all = raw.toString();
    raw.setLength(0);
    return all;
  }

  private void step(char c, StringBuilder text) {
    switch (state) {
      case OUTSIDE -> outside(c);
      case NAME, OTHER_TEXT -> other(c);
      case NAMED -> named(c);
      case TEXT -> text(c, text);
      // Another member, in a whole document.
      case DONE -> moreBeside |= c == '"';
      case RAW -> {}
    }
  }

  private void outside(char c) {
    switch (c) {
      case '"' -> {
        boolean isName = depth == 1 && !inValue;
        state = isName ? State.NAME : State.OTHER_TEXT;
        name.setLength(0);
      }
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case ':' -> {
        inValue |= depth == 1;
        if (depth == 1 && name.toString().equals(TextTools.INPUT)) {
          state = State.NAMED;
        } else {
          moreBeside |= depth == 1;
        }
      }
      case ',' -> inValue &= depth != 1;
      default -> {}
    }
  }

  private void other(char c) {
    if (escaped) {
      escaped = false;
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '"') {
      state = State.OUTSIDE;
      return;
    }
    if (state == State.NAME && name.length() <= TextTools.INPUT.length()) {
      name.append(c);
    }
  }

  private void named(char c) {
    if (c == '"') {
      state = State.TEXT;
    } else if (!Character.isWhitespace(c)) {
      // A value of another kind.
      state = State.OUTSIDE;
      name.setLength(0);
      outside(c);
    }
  }

  private void text(char c, StringBuilder text) {
    if (hexLeft > 0) {
      hex = hex * 16 + Math.max(0, Character.digit(c, 16));
      if (--hexLeft == 0) {
        text.append((char) hex);
      }
    } else if (escaped) {
      escaped = false;
      unescape(c, text);
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '"') {
      state = State.DONE;
    } else {
      text.append(c);
    }
  }

  private void unescape(char c, StringBuilder text) {
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'u' -> {
        hexLeft = 4;
        hex = 0;
      }
      default -> text.append(c);
    }
  }
}
