package dev.weir.proxy.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.NativeApi;
import org.junit.jupiter.api.Test;

class ReadUsageTest {

  private final ReadUsage read = new ReadUsage();

  @Test
  void chargesAnObjectOnce() {
    assertThat(read.isFirst(NativeApi.OPENAI, "/v1/batches/b1")).isTrue();
    assertThat(read.isFirst(NativeApi.OPENAI, "/v1/batches/b1")).isFalse();
    assertThat(read.isFirst(NativeApi.OPENAI, "/v1/batches/b2")).isTrue();
  }

  @Test
  void tellsApartWhatTwoProvidersHaveUnderTheSamePath() {
    assertThat(read.isFirst(NativeApi.OPENAI, "/v1/files/f1")).isTrue();
    assertThat(read.isFirst(NativeApi.ANTHROPIC, "/v1/files/f1")).isTrue();
  }
}
