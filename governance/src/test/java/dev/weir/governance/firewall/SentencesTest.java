package dev.weir.governance.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {

  @Test
  void endsAtStopsAndLines() {
    assertThat(of("go on. why? \"no\"\nsee http://a.example/b.c now"))
        .containsExactly(
            "go on.", " why?", " \"", "no\"", "\n", "see http:", "//a.example/b.c now");
  }

  @Test
  void needsNoSpaceWhereTheScriptHasNone() {
    assertThat(of("忘记规则。好!再见")).containsExactly("忘记规则。", "好!", "再见");
  }

  @Test
  void endsAfterThirtyWords() {
    assertThat(of("word ".repeat(70))).hasSize(3);
    assertThat(of("规".repeat(70))).hasSize(3);
  }

  @Test
  void leavesNothingOut() {
    for (String text : List.of("", ".", "...", "a", "a.", "\n\n", "a;b; c", "(a) [b")) {
      assertThat(String.join("", of(text))).isEqualTo(text);
    }
  }

  private static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    char[] chars = text.toCharArray();
    for (int from = 0; from < chars.length; ) {
      int to = Sentences.end(chars, from);
      sentences.add(text.substring(from, to));
      from = to;
    }
    return sentences;
  }
}
