package dev.weir.governance.firewall;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells texts in which hardly a word is English: prose has one of some frequent words in six. */
final class EnglishWords {

  /** Fewer than one in so many words are frequent in English. */
  private static final int HARDLY_ANY = 12;

  /** Frequent in English, and rare in other languages. */
  private static final Set<Integer> FREQUENT =
      Arrays.stream(
              ("the and you that with this are your what how which from their when there they"
                      + " would should could have not but about into than then them these"
                      + " those where who does its our it's don't i'm")
                  .split(" "))
          .map(NgramFeatures::hash)
          .collect(Collectors.toUnmodifiableSet());

  private EnglishWords() {}

  /** Whether hardly a word of them is English. */
  static boolean miss(NgramFeatures.Words words) {
    int english = 0;
    for (int word = 0; word < words.count(); word++) {
      english += FREQUENT.contains(words.hash(word)) ? 1 : 0;
    }
    return english * HARDLY_ANY < words.count();
  }
}
