package dev.weir.standalone.echo;

import java.util.Locale;
import java.util.Optional;

/**
 * What the caller asks the provider to do instead of answering well: {@code !name} at the start of
 * the last user message, or {@code -name} at the end of the model's name.
 */
sealed interface Directive {

  /** An error in OpenAI's form: {@code 400} to {@code 599}. */
  record Status(int code) implements Directive {}

  enum Act implements Directive {
    /** A plain, good answer. */
    NONE,
    /** No byte of an answer until the caller or the provider gives up. */
    STALL,
    /** The first half of the answer, then silence. */
    PAUSE,
    /** The first half of the answer, then a broken connection. */
    CUT,
    /** A pause before each piece. */
    SLOW,
    /** A test card number and an e-mail address in the answer. */
    PII,
    /** Status 200 and bytes that are neither JSON nor UTF-8. */
    GARBAGE,
    /** Status 200 and a page. */
    HTML,
    /** Status 200, a clean end, and a JSON text that stops in the middle. */
    HALF,
    /** A call of the first tool that the request offers. */
    TOOL
  }

  /** A directive and the text without it. */
  record Found(Directive directive, String rest) {}

  static Found atStartOf(String text) {
    if (text.startsWith("!")) {
      int end = 1;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      Optional<Directive> named = named(text.substring(1, end));
      if (named.isPresent()) {
        return new Found(named.get(), text.substring(end).strip());
      }
    }
    return new Found(Act.NONE, text);
  }

  /** Nothing where the word names none. */
  static Optional<Directive> named(String word) {
    if (word.matches("[45]\\d\\d")) {
      return Optional.of(new Status(Integer.parseInt(word)));
    }
    for (Act act : Act.values()) {
      if (act != Act.NONE && act.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(act);
      }
    }
    return Optional.empty();
  }
}
