package dev.weir.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in UTF-8, and in what is none. */
final class JsonBytesTest {

  private static byte[] named(String hex) {
    return HexFormat.of().parseHex("7b22" + hex + "223a317d");
  }

  /** Beyond U+10FFFF. */
  @ParameterizedTest
  @ValueSource(strings = {"f4908080", "f5808080", "f7bfbfbf", "ff"})
  void readsNothingThatIsBeyondUnicode(String hex) {
    byte[] json = named(hex);

    assertThat(Json.tree(json, 0, json.length)).isEmpty();
    assertThatThrownBy(() -> Json.object(json)).isInstanceOf(WrongJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"61", "c3a9", "efbfbd", "f09f9880", "f3bfbfbf", "f48fbfbf"})
  void readsWhatItWrites(String hex) throws WrongJsonException {
    byte[] json = named(hex);

    byte[] written = Json.bytes(Json.tree(json, 0, json.length).orElseThrow());

    assertThat(Json.tree(written, 0, written.length)).contains(Json.object(json).node());
  }
}
