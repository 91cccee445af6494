package dev.weir.governance.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
