package dev.weir.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TagPathTest {

  @Test
  void neverGoesInsideOfWhatDidNotBegin() {
    float[][] scores = new float[2][Label.TAGS];
    scores[0][Label.OUTSIDE] = 1;
    scores[1][Label.PERSON.inside()] = 5;
    scores[1][Label.PERSON.beginning()] = 2;

    assertThat(TagPath.best(scores))
        .containsExactly(Label.PERSON.beginning(), Label.PERSON.inside());
  }

  @Test
  void takesTheBestTagOfAWordAlone() {
    float[][] scores = new float[1][Label.TAGS];
    scores[0][Label.AGE.inside()] = 9;
    scores[0][Label.AGE.beginning()] = 1;

    assertThat(TagPath.best(scores)).containsExactly(Label.AGE.beginning());
  }

  @Test
  void hasNoPathThroughNoWords() {
    assertThat(TagPath.best(new float[0][])).isEmpty();
  }
}
