package dev.weir.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.encoder.LabelledText.Span;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PhrasesTest {

  @Test
  void drawsTheSameTextsFromTheSameSeed() {
    assertThat(draw(7, 200)).isEqualTo(draw(7, 200));
    assertThat(draw(7, 200)).isNotEqualTo(draw(8, 200));
  }

  @Test
  void marksSpansInOrderThatDoNotOverlap() {
    Phrases phrases = Phrases.load();
    var random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      LabelledText drawn = phrases.draw(names(), random);
      int end = 0;
      for (Span span : drawn.spans()) {
        assertThat(span.start()).isGreaterThanOrEqualTo(end);
        end = span.end();
      }
      assertThat(end).isLessThanOrEqualTo(drawn.text().length());
      assertThat(drawn.text()).doesNotContain("{", "}", "\\");
    }
  }

  private static List<String> draw(long seed, int count) {
    Phrases phrases = Phrases.load();
    var random = new SplittableRandom(seed);
    return Stream.generate(() -> phrases.draw(names(), random).text()).limit(count).toList();
  }

  private static Names names() {
    Names names = new Names();
    names.add(
        new LabelledText(
            "Ada Moor of Acme in Ulm",
            List.of(
                new Span(0, 8, Label.PERSON),
                new Span(12, 16, Label.ORGANIZATION),
                new Span(20, 23, Label.LOCATION)),
            List.of()),
        1);
    return names;
  }
}
