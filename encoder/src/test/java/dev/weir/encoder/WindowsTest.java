package dev.weir.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.encoder.Windows.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowsTest {

  private static final int PIECES_OF_A_WORD_MAX = WordPieces.WORD_CHARS_MAX;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 254, 255, 1_000, 20_000})
  void keepsEachWordOnceAndReadsNoMoreThanTheModelMay(int words) {
    for (int seed = 0; seed < 20; seed++) {
      List<int[]> spelled = spelled(words, new SplittableRandom(seed));

      int next = 0;
      for (Window window : Windows.of(spelled)) {
        assertThat(window.keepFrom()).isEqualTo(next);
        assertThat(window.keepEnd()).isGreaterThan(next);
        assertThat(window.first()).isLessThanOrEqualTo(window.keepFrom());
        assertThat(window.end()).isGreaterThanOrEqualTo(window.keepEnd());
        assertThat(
                spelled.subList(window.first(), window.end()).stream()
                    .mapToInt(w -> w.length)
                    .sum())
            .isLessThanOrEqualTo(Windows.PIECES_MAX);
        next = window.keepEnd();
      }
      assertThat(next).isEqualTo(words);
    }
  }

  private static List<int[]> spelled(int words, SplittableRandom random) {
    List<int[]> spelled = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      boolean odd = random.nextInt(50) == 0;
      spelled.add(new int[1 + random.nextInt(odd ? PIECES_OF_A_WORD_MAX : 3)]);
    }
    return spelled;
  }
}
