package dev.weir.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {

  @Test
  void cutsAtSpacesAndKeepsEachMarkAlone() {
    assertThat(words("Mr. O'Neil, 5\nX"))
        .containsExactly("Mr", ".", "O", "'", "Neil", ",", "5", "X");
  }

  @Test
  void keepsANameWholeThatAnInvisibleCharacterDivides() {
    assertThat(words("Jo\u200bhn left")).containsExactly("Jo\u200bhn", "left");
  }

  @Test
  void findsNothingInSpaces() {
    assertThat(words(" \t\n")).isEmpty();
  }

  private static List<String> words(String text) {
    return Words.of(text).stream().map(word -> text.substring(word.start(), word.end())).toList();
  }
}
