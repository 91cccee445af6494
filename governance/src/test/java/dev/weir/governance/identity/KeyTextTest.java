package dev.weir.governance.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTextTest {

  @Test
  void readsWhatItWrites() {
    KeyText key = KeyText.of("demo01", new byte[32]);

    assertThat(KeyText.parse(key.reveal())).contains(key);
    assertThat(key).hasToString("wk_demo01_***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sk-123", "wk_demo01_short", "wk__", "wk_DEMO01_x"})
  void refusesOtherShapes(String credential) {
    assertThat(KeyText.parse(credential)).isEmpty();
  }

  /** One character changed, put in or left out: the shape decides, and nothing else. */
  @ParameterizedTest
  @MethodSource("seeds")
  void readsExactlyTheDocumentedShape(long seed) {
    var random = new SplittableRandom(seed);
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    StringBuilder text = new StringBuilder(KeyText.of("demo01", secret).reveal());
    int at = random.nextInt(text.length());
    char other = "aZ09_-. \u00e9".charAt(random.nextInt(9));
    switch (random.nextInt(3)) {
      case 0 -> text.setCharAt(at, other);
      case 1 -> text.insert(at, other);
      default -> text.deleteCharAt(at);
    }

    assertThat(KeyText.parse(text.toString()).isPresent())
        .isEqualTo(text.toString().matches("wk_[a-z0-9]{6,32}_[A-Za-z0-9_-]{43}"));
  }

  static Stream<Long> seeds() {
    return LongStream.range(0, 200).boxed();
  }

  @Test
  void aHashMatchesOnlyItsKeyAndItsPepper() {
    KeyText key = KeyText.of("demo01", new byte[32]);
    KeyHasher hasher = new KeyHasher(new byte[] {1});

    byte[] stored = hasher.hash(key);

    assertThat(hasher.matches(key, stored)).isTrue();
    assertThat(hasher.matches(KeyText.of("demo02", new byte[32]), stored)).isFalse();
    assertThat(new KeyHasher(new byte[] {2}).matches(key, stored)).isFalse();
  }
}
