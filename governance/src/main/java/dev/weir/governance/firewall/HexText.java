package dev.weir.governance.firewall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Text in hexadecimal digits: in one piece, word by word, byte by byte or digit by digit. */
final class HexText {

  private static final int BYTES_MIN = 8;

  /** How many words at either end may be of the sentence around, "de" of "decode" for example. */
  private static final int EDGE_MAX = 2;

  /** A word of so many digits is no byte that stands alone. */
  private static final int WORD_MIN = 4;

  /** Beside a word of so many digits, short ones are of the sentence around. */
  private static final int LONG_WORD_MIN = 16;

  private static final Pattern PREFIX = Pattern.compile("0x");
  private static final Pattern GAP = Pattern.compile("[^0-9a-fA-F]+");

  private HexText() {}

  static boolean isHex(char c) {
    return c < 0x80
        && (Character.digit(c, 16) >= 0 || c == ' ' || c == '\\' || c == 'x' || c == ':');
  }

  /** What a run of digits and marks between them says; empty if it is no text. */
  static String decoded(CharSequence run) {
    List<String> words =
        Arrays.stream(GAP.split(PREFIX.matcher(run).replaceAll(" ")))
            .filter(word -> !word.isEmpty())
            .toList();
    for (int left = 0; left <= EDGE_MAX; left++) {
      for (int right = 0; right <= EDGE_MAX && left + right < words.size(); right++) {
        String text = wholeWords(words.subList(left, words.size() - right));
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    String text = joined(longWords(words));
    return text.isEmpty() ? digitByDigit(words) : text;
  }

  private static String wholeWords(List<String> words) {
    return words.stream().allMatch(word -> word.length() % 2 == 0) ? joined(words) : "";
  }

  private static List<String> longWords(List<String> words) {
    return words.stream()
        .filter(word -> word.length() % 2 == 0 && word.length() >= LONG_WORD_MIN)
        .toList();
  }

  /** Digits that stand alone, without the longer words at the edges; then all that there are. */
  private static String digitByDigit(List<String> words) {
    List<String> digits = words.stream().filter(word -> word.length() == 1).toList();
    String alone = joined(List.of(String.join("", digits)));
    return alone.isEmpty() ? joined(List.of(String.join("", words))) : alone;
  }

  /** The text of all words; where each is a word of its own, spaces part them. */
  private static String joined(List<String> words) {
    String digits = String.join("", words);
    if (digits.length() < 2 * BYTES_MIN) {
      return "";
    }
    String text = Decodings.readable(bytes(digits));
    boolean parted =
        !text.isEmpty()
            && words.size() > 1
            && text.chars().noneMatch(Character::isWhitespace)
            && digits.length() >= WORD_MIN * words.size();
    return !parted ? text : parted(words, text);
  }

  private static String parted(List<String> words, String joined) {
    List<String> texts = new ArrayList<>(words.size());
    for (String word : words) {
      String text = Decodings.readable(bytes(word));
      if (text.isEmpty()) {
        return joined;
      }
      texts.add(text);
    }
    return String.join(" ", texts);
  }

  /** A digit that is over at the end is left out. */
  private static byte[] bytes(String digits) {
    var bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte)
              (Character.digit(digits.charAt(2 * i), 16) * 16
                  + Character.digit(digits.charAt(2 * i + 1), 16));
    }
    return bytes;
  }
}
