package dev.weir.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadinessTest {

  private final Steadiness steadiness = new Steadiness();

  @Test
  void isReachedByTheThirdPieceOfOneThatIsFastFromTheStart() {
    assertThat(steadiness.reachedWith(50_000)).isFalse();
    assertThat(steadiness.reachedWith(49_000)).isFalse();
    assertThat(steadiness.reachedWith(51_000)).isTrue();
  }

  @Test
  void isNotReachedWhileItGetsFaster() {
    for (int perSecond = 1_000; perSecond < 10_000; perSecond += 1_000) {
      assertThat(steadiness.reachedWith(perSecond)).isFalse();
    }
    assertThat(steadiness.reachedWith(9_100)).isFalse();
    assertThat(steadiness.reachedWith(9_000)).isTrue();
  }

  @Test
  void isNotWaitedForForEver() {
    double perSecond = 1;
    for (int i = 1; i < Steadiness.PIECES_MAX; i++) {
      perSecond *= 2;
      assertThat(steadiness.reachedWith(perSecond)).isFalse();
    }
    assertThat(steadiness.reachedWith(perSecond * 2)).isTrue();
  }
}
