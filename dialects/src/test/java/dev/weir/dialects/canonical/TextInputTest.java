package dev.weir.dialects.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextInputTest {

  private static String taken(String json, int pieceCharacters) {
    TextInput input = new TextInput();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < json.length(); i += pieceCharacters) {
      text.append(input.take(json.substring(i, Math.min(json.length(), i + pieceCharacters))));
    }
    return text + input.end().orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"input\":\"a\"}, a",
        "`{ \"input\" : \"a, {b}\" , \"x\":1}`, `a, {b}`",
        "`{\"x\":{\"input\":\"no\"},\"y\":[\"input\",1],\"input\":\"yes\"}`, yes",
        "`{\"x\":\"input\",\"input\":\"yes\"}`, yes",
        "`{\"a\\\"input\":1,\"input\":\"yes\"}`, yes",
        "{\"input\":\"\"}, ``",
        "{}, ``",
        "` `, ``",
        "{\"input\":{\"a\":1}}, {\"input\":{\"a\":1}}",
        "{\"patch\":\"a\"}, {\"patch\":\"a\"}",
        "plain words, plain words",
        "{\"input\":\"cut of, cut of"
      })
  void takesTheTextHoweverTheArgumentsAreCut(String json, String text) {
    for (int piece = 1; piece <= json.length(); piece++) {
      assertThat(taken(json, piece)).isEqualTo(text);
    }
  }

  @Test
  void givesAnyTextBack() {
    Random random = new Random(7);
    String letters = "ab\"\\\n\r\t\b\f/{}[]:,\u00e9\u0001\uD83D\uDE00";
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(30), 0, letters.codePointCount(0, letters.length()))
          .map(it -> letters.codePointAt(letters.offsetByCodePoints(0, it)))
          .forEach(text::appendCodePoint);
      String json = Json.text(Json.newObject().put("input", text.toString()));

      assertThat(taken(json, 1 + random.nextInt(5))).isEqualTo(text.toString());
    }
  }

  @Test
  void tellsNoCharacterInHalves() {
    TextInput input = new TextInput();

    assertThat(input.take("{\"input\":\"x\\uD83D")).isEqualTo("x");
    assertThat(input.take("\\uDE00\"}")).isEqualTo("\uD83D\uDE00");
  }

  @Test
  void tellsHalfACharacterAsItCame() {
    TextInput ended = new TextInput();
    TextInput cut = new TextInput();

    assertThat(ended.take("{\"input\":\"x\\uD83D\"}")).isEqualTo("x\uD83D");
    assertThat(ended.end()).isEmpty();
    assertThat(cut.take("{\"input\":\"x\\uD83D")).isEqualTo("x");
    assertThat(cut.end()).contains("\uD83D");
    assertThat(cut.end()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"input\":\"a\"}, false",
        "`{\"input\":\"a\",\"b\":1}`, true",
        "`{\"b\":{\"c\":1},\"input\":\"a\"} `, true",
        "`{\"input\":1,\"b\":2}`, false",
        "`{\"b\":1}`, false",
        "plain words, false"
      })
  void tellsWhetherMoreStandsBesideTheText(String json, boolean more) {
    TextInput input = new TextInput();
    for (int i = 0; i < json.length(); i++) {
      input.take(json.substring(i, i + 1));
    }

    assertThat(input.isMoreBeside()).isEqualTo(more);
  }

  @Test
  void passesOnWhatHasNoTextForTooLong() {
    TextInput input = new TextInput();
    String words = "w".repeat(TextInput.CHARACTERS_BEFORE_MAX);

    assertThat(input.take(words)).isEmpty();
    assertThat(input.take("x")).isEqualTo(words + "x");
    assertThat(input.take("y")).isEqualTo("y");
    assertThat(input.end()).isEmpty();
  }
}
