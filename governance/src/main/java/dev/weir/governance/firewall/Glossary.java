package dev.weir.governance.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says in English, word by word, what a text of another language is about, for a model and rules
 * that know English: words that stand in a list, or begin as one of them does. It is no
 * translation: order, endings and what is not in the list remain. Linear in the text.
 */
final class Glossary {

  private static final String RESOURCE = "glossary.txt";
  private static final int WORDS_MAX = 1 << 13;

  /** English takes more letters than Chinese: what would be longer than this is left out. */
  private static final int CHARS_MAX = 2 * Firewall.CHARS_MAX;

  private static final int BEGINNING_MIN = 3;
  private static final int WORD_MAX = 24;

  /** Of a script without spaces. */
  private static final int UNSPACED_MAX = 8;

  /** Hebrew and Arabic write "and", "the" and the like as one with the word behind it. */
  private static final int PARTICLES_MAX = 3;

  /** French and Italian write {@code l'} and {@code dell'}. */
  private static final int ELISION_MAX = 5;

  /** Fewer than one in so many words known: the text is of no language of the list. */
  private static final int KNOWN_MIN = 4;

  private final HashedWords whole = new HashedWords(WORDS_MAX);
  private final HashedWords beginnings = new HashedWords(WORDS_MAX);

  private Glossary() {}

  /** The list that comes with Weir, which a process reads once, when it is asked for. */
  static Glossary shipped() {
    return Shipped.GLOSSARY;
  }

  private static final class Shipped {

    static final Glossary GLOSSARY = read();
  }

  private static Glossary read() {
    try (InputStream in = Glossary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + RESOURCE);
      }
      var glossary = new Glossary();
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(glossary::add);
      return glossary;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line is {@code english: words}; what ends with a star is a beginning. */
  private void add(String line) {
    int colon = line.indexOf(':');
    if (colon < 0 || line.startsWith("#")) {
      return;
    }
    String english = line.substring(0, colon);
    for (String word : line.substring(colon + 1).strip().split(" +", -1)) {
      boolean beginning = word.endsWith("*");
      String bare = beginning ? word.substring(0, word.length() - 1) : word;
      (beginning ? beginnings : whole).put(HashedWords.hash(Folding.fold(bare)), english);
    }
  }

  /** The text with English words for those that are known; nothing where few are. */
  Optional<char[]> of(char[] folded) {
    return new Reading(folded).english();
  }

  /** One text. */
  private final class Reading {

    private final char[] text;
    private final StringBuilder english;
    private int words;
    private int replaced;

    private Reading(char[] text) {
      this.text = text;
      english = new StringBuilder(text.length + 16);
    }

    private Optional<char[]> english() {
      int at = 0;
      while (at < text.length && english.length() < CHARS_MAX) {
        if (!isWord(text[at])) {
          english.append(text[at++]);
        } else {
          at = isUnspaced(text[at]) ? unspaced(at) : word(at);
        }
      }
      if (replaced == 0 || replaced * KNOWN_MIN < words) {
        return Optional.empty();
      }
      var chars = new char[english.length()];
      english.getChars(0, chars.length, chars, 0);
      return Optional.of(chars);
    }

    private int word(int from) {
      int to = from + 1;
      while (to < text.length && isWord(text[to]) && !isUnspaced(text[to])) {
        to++;
      }
      if (to < text.length && text[to] == '\'' && to - from <= ELISION_MAX) {
        english.append(text, from, to - from).append(' ');
        return to + 1;
      }
      String found = find(from, to);
      if (found == null && hasParticles(text[from])) {
        for (int cut = 1; cut <= PARTICLES_MAX && found == null; cut++) {
          found = to - from - cut < BEGINNING_MIN ? null : find(from + cut, to);
        }
      }
      put(from, to, found);
      return to;
    }

    /** The whole word, or else its longest beginning that is known. */
    private @Nullable String find(int from, int to) {
      if (to - from > WORD_MAX) {
        return null;
      }
      String longest = null;
      long hash = HashedWords.EMPTY;
      for (int i = from; i < to; i++) {
        hash = HashedWords.grown(hash, text[i]);
        if (i + 1 - from >= BEGINNING_MIN) {
          String found = beginnings.get(hash);
          longest = found == null ? longest : found;
        }
      }
      String found = whole.get(hash);
      return found == null ? longest : found;
    }

    /** Takes the longest word that is known; where none is, a character. */
    private int unspaced(int at) {
      String longest = null;
      int end = at + 1;
      long hash = HashedWords.EMPTY;
      for (int i = at; i < Math.min(text.length, at + UNSPACED_MAX); i++) {
        hash = HashedWords.grown(hash, text[i]);
        String found = whole.get(hash);
        found = found == null ? beginnings.get(hash) : found;
        if (found != null) {
          longest = found;
          end = i + 1;
        }
      }
      english.append(' ');
      put(at, end, longest);
      english.append(' ');
      return end;
    }

    private void put(int from, int to, @Nullable String found) {
      words++;
      if (found == null) {
        english.append(text, from, to - from);
        return;
      }
      replaced += isAt(from, to, found) ? 0 : 1;
      english.append(found);
    }

    private boolean isAt(int from, int to, String word) {
      return word.length() == to - from
          && word.contentEquals(CharBuffer.wrap(text, from, to - from));
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  /** Han, kana, Thai. */
  private static boolean isUnspaced(char c) {
    return c >= 0x0e00 && (c < 0x0e80 || Character.isIdeographic(c) || (c >= 0x3040 && c < 0x3100));
  }

  /** Hebrew, Arabic. */
  private static boolean hasParticles(char c) {
    return c >= 0x0590 && c < 0x0700;
  }
}
