package dev.weir.governance.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  /** What joins words to addresses, paths and names of code. */
  private static final String JOINS = "./_@#=&";

  /** Fewer than one in so many words known: the text is of no language of the list. */
  private static final int KNOWN_MIN = 4;

  /** A sentence within English needs so many words that are known: two may be names. */
  private static final int KNOWN_WORDS_MIN = 3;

  /** And so many for each that is common in English. */
  private static final int KNOWN_EACH = 3;

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
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      lines.forEach(glossary::add);
      lines.forEach(glossary::addEnglish);
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

  /** What is English alone means itself. */
  private void addEnglish(String line) {
    int colon = line.indexOf(':');
    if (colon < 0 || line.startsWith("#")) {
      return;
    }
    for (String word : line.substring(0, colon).split(" ", -1)) {
      char[] chars = word.toCharArray();
      if (new Reading(chars).find(0, chars.length) == null) {
        whole.put(HashedWords.hash(chars), word);
      }
    }
  }

  /** The text with English words for those that are known; nothing where few are. */
  Optional<char[]> of(char[] folded) {
    return new Reading(folded).all();
  }

  /** The text with its sentences of other languages in English; nothing where it has none. */
  Optional<char[]> sentencesOf(char[] folded) {
    return new Reading(folded).sentences();
  }

  /** One text. */
  private final class Reading {

    private final char[] text;
    private final StringBuilder english;
    private int words;

    /** How many of them another one stands for, and how many mean themselves. */
    private int replaced;

    private int same;

    private Reading(char[] text) {
      this.text = text;
      english = new StringBuilder(text.length + 16);
    }

    private Optional<char[]> all() {
      read(0, text.length);
      return isKnown() ? Optional.of(chars()) : Optional.empty();
    }

    private Optional<char[]> sentences() {
      boolean any = false;
      int from = 0;
      while (from < text.length && english.length() < CHARS_MAX) {
        int to = Sentences.end(text, from);
        any |= sentence(from, to);
        from = to;
      }
      return any ? Optional.of(chars()) : Optional.empty();
    }

    /** Whether it is put in English; else it stands as it is. */
    private boolean sentence(int from, int to) {
      EnglishWords.Counted counted = EnglishWords.count(text, from, to);
      int known = Math.max(KNOWN_WORDS_MIN, KNOWN_EACH * counted.common());
      int start = english.length();
      if (known <= counted.words()) {
        words = 0;
        replaced = 0;
        same = 0;
        read(from, to);
        if (replaced >= known + same && isKnown()) {
          return true;
        }
        english.setLength(start);
      }
      english.append(text, from, Math.min(to - from, CHARS_MAX - start));
      return false;
    }

    private boolean isKnown() {
      return replaced > 0 && replaced * KNOWN_MIN >= words;
    }

    private char[] chars() {
      var chars = new char[english.length()];
      english.getChars(0, chars.length, chars, 0);
      return chars;
    }

    private void read(int from, int end) {
      int at = from;
      while (at < end && english.length() < CHARS_MAX) {
        if (!isWord(text[at])) {
          english.append(text[at++]);
        } else {
          at = isUnspaced(text[at]) ? unspaced(at, end) : word(at, end);
        }
      }
    }

    private int word(int from, int end) {
      int to = from + 1;
      while (to < end && isWord(text[to]) && !isUnspaced(text[to])) {
        to++;
      }
      if (to < end && text[to] == '\'' && to - from <= ELISION_MAX) {
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
    private int unspaced(int at, int limit) {
      String longest = null;
      int end = at + 1;
      long hash = HashedWords.EMPTY;
      for (int i = at; i < Math.min(limit, at + UNSPACED_MAX); i++) {
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
      boolean isSame = isAt(from, to, found);
      same += isSame ? 1 : 0;
      replaced += isSame || isPartOfName(from, to) ? 0 : 1;
      english.append(found);
    }

    /** Such names say nothing of the language. */
    private boolean isPartOfName(int from, int to) {
      return (from > 0 && JOINS.indexOf(text[from - 1]) >= 0)
          || (to + 1 < text.length && JOINS.indexOf(text[to]) >= 0 && isWord(text[to + 1]));
    }

    private boolean isAt(int from, int to, String word) {
      return word.length() == to - from
          && word.contentEquals(CharBuffer.wrap(text, from, to - from));
    }
  }

  static boolean isWord(char c) {
    return c < 0x80
        ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        : Character.isLetterOrDigit(c) || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  /** Han, kana, Thai. */
  static boolean isUnspaced(char c) {
    return c >= 0x0e00 && (c < 0x0e80 || Character.isIdeographic(c) || (c >= 0x3040 && c < 0x3100));
  }

  /** Hebrew, Arabic. */
  private static boolean hasParticles(char c) {
    return c >= 0x0590 && c < 0x0700;
  }
}
