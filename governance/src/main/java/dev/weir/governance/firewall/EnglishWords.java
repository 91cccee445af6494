package dev.weir.governance.firewall;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells texts and sentences in which hardly a word is English, by words that are frequent in it.
 */
final class EnglishWords {

  /** Fewer than one in so many words are frequent: prose has one in six. */
  private static final int HARDLY_ANY = 12;

  /** No word of the lists is longer. */
  private static final int LENGTH_MAX = 6;

  /** Frequent in English, and rare in other languages. */
  private static final Set<Integer> FREQUENT =
      hashes(
          "the and you that with this are your what how which from their when there they"
              + " would should could have not but about into than then them these"
              + " those where who does its our it's don't i'm");

  /** Frequent in English; a few of them are words of other languages as well. */
  private static final Set<Integer> COMMON =
      Stream.concat(
              FREQUENT.stream(),
              hashes(
                  "of to is it if any can will be by or has had she he his her him been each at for an"
                      + " was so my we us on in were because over under must very just some such out"
                      + " may might did other only never always now")
                  .stream())
          .collect(Collectors.toUnmodifiableSet());

  private EnglishWords() {}

  private static Set<Integer> hashes(String words) {
    return Arrays.stream(words.split(" "))
        .map(NgramFeatures::hash)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether hardly a word of them is English. */
  static boolean miss(NgramFeatures.Words words) {
    int english = 0;
    for (int word = 0; word < words.count(); word++) {
      english += FREQUENT.contains(words.hash(word)) ? 1 : 0;
    }
    return english * HARDLY_ANY < words.count();
  }

  /** How many words a part of a folded text has, and how many of them are common in English. */
  static Counted count(char[] text, int from, int to) {
    int words = 0;
    int common = 0;
    int at = from;
    while (at < to) {
      if (!Glossary.isWord(text[at])) {
        at++;
        continue;
      }
      int start = at;
      at++;
      while (at < to && Glossary.isWord(text[at]) && !Glossary.isUnspaced(text[at])) {
        at++;
      }
      words++;
      if (at - start <= LENGTH_MAX && text[start] <= 'z') {
        common += COMMON.contains(NgramFeatures.hash(text, start, at)) ? 1 : 0;
      }
    }
    return new Counted(words, common);
  }

  /** The words of a part of a text, and those of them that are common in English. */
  record Counted(int words, int common) {}
}
