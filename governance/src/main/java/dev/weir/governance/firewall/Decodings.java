package dev.weir.governance.firewall;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is hidden in a text in a way that models read without effort: base64, hex, rot13, backwards,
 * letters that stand apart, words that are written as one, digits for letters, and invisible
 * characters. Bounded in depth and size; a text without a trace of a code costs one pass.
 */
final class Decodings {

  static final int DEPTH_MAX = 2;
  static final String INVISIBLE = "hidden-invisible";

  private static final int CHARS_MAX = 1 << 14;
  private static final int RUN_MIN = 16;
  private static final int RUNS_MAX = 64;

  /** Frequent English words and those of attacks, to see whether a text turned around is one. */
  private static final Set<String> TELLING =
      Set.of(
          "the",
          "and",
          "you",
          "your",
          "that",
          "this",
          "with",
          "are",
          "all",
          "not",
          "from",
          "tell",
          "ignore",
          "previous",
          "instructions",
          "system",
          "prompt",
          "forget",
          "rules",
          "password",
          "reveal",
          "secret",
          "how",
          "what",
          "make",
          "say",
          "write",
          "give",
          "show",
          "print");

  private static final Set<String> TELLING_ROT13 = map(Decodings::rot13);
  private static final Set<String> TELLING_BACKWARDS =
      map(word -> new StringBuilder(word).reverse().toString());

  private Decodings() {}

  /**
   * A text that another one hides.
   *
   * @param rule how it was hidden; empty for the text that was given
   */
  record Hidden(String rule, CharSequence text, int depth) {}

  private static Set<String> map(java.util.function.UnaryOperator<String> change) {
    return TELLING.stream()
        .map(change)
        .filter(word -> word.length() > 2 && !TELLING.contains(word))
        .collect(Collectors.toUnmodifiableSet());
  }

  static List<Hidden> of(CharSequence text, int depth) {
    List<Hidden> found = new ArrayList<>();
    add(found, INVISIBLE, invisible(text), depth);
    add(found, "hidden-base64", runs(text, Decodings::isBase64, Decodings::base64), depth);
    add(found, "hidden-base32", runs(text, Decodings::isBase32, Decodings::base32), depth);
    add(found, "hidden-hex", runs(text, HexText::isHex, HexText::decoded), depth);
    add(found, "hidden-escapes", Escapes.plain(text), depth);
    add(found, "hidden-bits", Escapes.bits(text), depth);
    CharSequence head = text.subSequence(0, Math.min(text.length(), CHARS_MAX));
    switch (turned(head)) {
      case ROT13 -> add(found, "hidden-rot13", rot13(head), depth);
      case BACKWARDS ->
          add(found, "hidden-backwards", new StringBuilder(head).reverse().toString(), depth);
      case PLAIN -> {}
    }
    if (hasLettersApart(head)) {
      add(found, "hidden-spaced", spaced(head), depth);
    }
    if (hasMixedWords(head)) {
      add(found, "hidden-leetspeak", leetspeak(head), depth);
    }
    add(found, "hidden-run-together", RunTogether.apart(head), depth);
    return found;
  }

  private static void add(List<Hidden> found, String rule, String text, int depth) {
    if (text.length() >= 8) {
      found.add(new Hidden(rule, text, depth));
    }
  }

  /** Tag characters and variation selectors as the bytes that they stand for. */
  static String invisible(CharSequence text) {
    var hidden = new StringBuilder();
    for (int i = 0; i + 1 < text.length() && hidden.length() < CHARS_MAX; i++) {
      if (text.charAt(i) != '\udb40' || !Character.isLowSurrogate(text.charAt(i + 1))) {
        continue;
      }
      int c = Character.toCodePoint(text.charAt(i), text.charAt(i + 1));
      if (c >= 0xe0020 && c < 0xe007f) {
        hidden.append((char) (c - 0xe0000));
      } else if (c >= 0xe0100 && c <= 0xe01ef) {
        hidden.append((char) (c - 0xe0100 + 16));
      }
    }
    return hidden.toString();
  }

  private interface Sign {
    boolean test(char c);
  }

  private interface Decoding {
    String decode(CharSequence run);
  }

  private static boolean isBase64(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '-'
        || c == '_';
  }

  private static boolean isBase32(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
  }

  private static String base32(CharSequence run) {
    return run.length() < 2 * RUN_MIN ? "" : readable(Escapes.base32(run));
  }

  private static String runs(CharSequence text, Sign sign, Decoding decoding) {
    var decoded = new StringBuilder();
    int start = 0;
    int count = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && sign.test(text.charAt(i))) {
        continue;
      }
      if (i - start >= RUN_MIN && count < RUNS_MAX && decoded.length() < CHARS_MAX) {
        count++;
        String run = decoding.decode(text.subSequence(start, Math.min(i, start + CHARS_MAX)));
        if (!run.isEmpty()) {
          decoded.append(run).append('\n');
        }
      }
      start = i + 1;
    }
    return decoded.toString();
  }

  private static String base64(CharSequence run) {
    String standard = run.toString().replace('-', '+').replace('_', '/');
    String whole = standard.substring(0, standard.length() - (standard.length() % 4 == 1 ? 1 : 0));
    try {
      return readable(Base64.getDecoder().decode(whole));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The text of the bytes, if they are one: UTF-8, printable, with letters for the most part. */
  static String readable(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && !Character.isWhitespace(c)) {
        return "";
      }
      letters += Character.isLetter(c) || c == ' ' ? 1 : 0;
    }
    return 4 * letters >= 3 * text.length() ? text : "";
  }

  static String rot13(CharSequence text) {
    var turned = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char small = (char) (c | 0x20);
      boolean letter = c < 0x80 && small >= 'a' && small <= 'z';
      turned.append(letter ? (char) (c + (small < 'n' ? 13 : -13)) : c);
    }
    return turned.toString();
  }

  private enum Turn {
    PLAIN,
    ROT13,
    BACKWARDS
  }

  /** Which of its turned forms has telling words: two at least, and more than the text has. */
  private static Turn turned(CharSequence text) {
    int plain = 0;
    int rot13 = 0;
    int backwards = 0;
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        if (i - start >= 3 && i - start <= 12) {
          String word = text.subSequence(start, i).toString().toLowerCase(java.util.Locale.ROOT);
          plain += TELLING.contains(word) ? 1 : 0;
          rot13 += TELLING_ROT13.contains(word) ? 1 : 0;
          backwards += TELLING_BACKWARDS.contains(word) ? 1 : 0;
        }
        start = -1;
      }
    }
    int most = Math.max(rot13, backwards);
    // A carrier sentence in plain words may stand around what is turned.
    if (most < 2 || 2 * most < plain) {
      return Turn.PLAIN;
    }
    return rot13 >= backwards ? Turn.ROT13 : Turn.BACKWARDS;
  }

  /** Whether letters stand alone in a row: a cheap look, before a text is joined. */
  private static boolean hasLettersApart(CharSequence text) {
    int run = 0;
    int last = -9;
    for (int i = 1; i + 1 < text.length(); i++) {
      if (Character.isLetter(text.charAt(i))
          && !Character.isLetterOrDigit(text.charAt(i - 1))
          && !Character.isLetterOrDigit(text.charAt(i + 1))) {
        run = i - last <= 4 ? run + 1 : 1;
        last = i;
        if (run >= 4) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasMixedWords(CharSequence text) {
    int mixed = 0;
    for (int i = 1; i < text.length(); i++) {
      char before = text.charAt(i - 1);
      char c = text.charAt(i);
      mixed +=
          (letter(c) != c && isSmallLetter(before))
                  || (letter(before) != before && isSmallLetter(c))
              ? 1
              : 0;
    }
    return mixed >= 2;
  }

  private static boolean isSmallLetter(char c) {
    char small = (char) (c | 0x20);
    return small >= 'a' && small <= 'z';
  }

  /** Joins letters that stand alone, "i g n o r e": where two or more spaces are, a word ends. */
  static String spaced(CharSequence text) {
    var joined = new StringBuilder();
    int single = 0;
    int most = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean apart =
          Character.isLetter(c)
              && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1)));
      if (apart) {
        joined.append(c);
        single++;
        most = Math.max(most, single);
        int gap = at + 1;
        while (gap < text.length() && !Character.isLetterOrDigit(text.charAt(gap))) {
          gap++;
        }
        if (gap > at + 2) {
          joined.append(' ');
        }
        at = gap;
      } else if (Character.isLetterOrDigit(c)) {
        single = 0;
        joined.append(joined.isEmpty() || joined.charAt(joined.length() - 1) == ' ' ? "" : " ");
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
          joined.append(text.charAt(at++));
        }
      } else {
        joined.append(' ');
        at++;
      }
    }
    return most >= 6 ? joined.toString() : "";
  }

  /** Letters for the digits and signs in words that mix them, where two such words are. */
  static String leetspeak(CharSequence text) {
    var plain = new StringBuilder(text.length());
    int mixedWords = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
        continue;
      }
      CharSequence word = text.subSequence(start, i);
      boolean mixed = isMixed(word);
      mixedWords += mixed ? 1 : 0;
      plain.append(mixed ? unmixed(word) : word).append(' ');
      start = i + 1;
    }
    return mixedWords >= 2 ? plain.toString() : "";
  }

  private static boolean isMixed(CharSequence word) {
    int letters = 0;
    int leet = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      letters += Character.isLetter(c) ? 1 : 0;
      leet += letter(c) == c ? 0 : 1;
    }
    return letters > 0 && leet > 0 && letters + leet >= 3 && letters + leet + 1 >= word.length();
  }

  private static String unmixed(CharSequence word) {
    var plain = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      plain.append(letter(word.charAt(i)));
    }
    return plain.toString();
  }

  private static char letter(char c) {
    return switch (c) {
      case '0' -> 'o';
      case '1' -> 'i';
      case '3' -> 'e';
      case '4', '@' -> 'a';
      case '5', '$' -> 's';
      case '7' -> 't';
      default -> c;
    };
  }
}
