package dev.weir.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.70", "1E+99999", "-1.5E-99999", "7", "18446744073709551616"})
  void writesANumberAsLongAsItCame(String number) {
    assertThat(Json.text(Json.tree(number).orElseThrow())).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e832264081908", "-1E-99999999999999", "[1e99999999999]"})
  void takesANumberWhoseExponentIsNoneForNoJson(String number) {
    assertThat(Json.tree(number)).isEmpty();
  }
}
