package dev.weir.governance.guard;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Words and phrases, found as whole words, whatever their case and however much space lies between
 * them. The longest that fits counts. Takes time linear in the text for a given longest phrase.
 */
public final class WordList {

  public static final WordList NONE = new WordList(List.of());
  public static final int WORDS_MAX = 10_000;
  public static final int WORD_CHARACTERS_MAX = 200;

  private static final char SPACE = ' ';

  private final Set<String> words = new TreeSet<>();
  private final Step root = new Step();

  private static final class Step {
    private final Map<Character, Step> next = new HashMap<>(4);
    private boolean ends;
  }

  /** Where a word is. */
  interface Found {
    void at(int start, int end);
  }

  /**
   * The words of a list.
   *
   * @throws IllegalArgumentException where there are too many, or one is empty or too long
   */
  public WordList(Collection<String> all) {
    if (all.size() > WORDS_MAX) {
      throw new IllegalArgumentException("a list has at most " + WORDS_MAX + " words");
    }
    for (String each : all) {
      String word = each.strip().replaceAll("\\s+", " ");
      if (word.isEmpty() || word.length() > WORD_CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            "a word has 1 to " + WORD_CHARACTERS_MAX + " characters");
      }
      add(word);
    }
  }

  private void add(String word) {
    Step at = root;
    StringBuilder folded = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = folded(word.charAt(i));
      folded.append(c);
      at = at.next.computeIfAbsent(c, _ -> new Step());
    }
    at.ends = true;
    words.add(folded.toString());
  }

  public boolean isEmpty() {
    return words.isEmpty();
  }

  void scan(CharSequence text, Found found) {
    if (words.isEmpty()) {
      return;
    }
    int position = 0;
    while (position < text.length()) {
      int end = beginsWord(text, position) ? longest(text, position) : -1;
      if (end >= 0) {
        found.at(position, end);
        position = end;
      } else {
        position++;
      }
    }
  }

  /** Where the longest word from {@code start} ends; -1 for none. */
  private int longest(CharSequence text, int start) {
    int longest = -1;
    @Nullable Step at = root;
    int position = start;
    while (at != null && position < text.length()) {
      char c = text.charAt(position);
      if (Character.isWhitespace(c)) {
        at = at.next.get(SPACE);
        position = endOfSpace(text, position);
      } else {
        at = at.next.get(folded(c));
        position++;
      }
      if (at != null && at.ends && endsWord(text, position)) {
        longest = position;
      }
    }
    return longest;
  }

  private static int endOfSpace(CharSequence text, int from) {
    int position = from;
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position;
  }

  private static boolean beginsWord(CharSequence text, int position) {
    return position == 0 || !isWord(text.charAt(position - 1)) || !isWord(text.charAt(position));
  }

  private static boolean endsWord(CharSequence text, int end) {
    return end == text.length() || !isWord(text.charAt(end)) || !isWord(text.charAt(end - 1));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordList it && words.equals(it.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  /** A list may itself be confidential. */
  @Override
  public String toString() {
    return "WordList[" + words.size() + "]";
  }
}
