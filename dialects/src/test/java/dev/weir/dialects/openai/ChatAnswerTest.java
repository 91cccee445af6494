package dev.weir.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatAnswerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\":{\"y\":\"1\",},\"service_tier\":\"flex\"}|false",
        "{\"x\":[1, ],\"service_tier\":\"flex\"}|false",
        "{\"service_tier\":\"flex\",}|false",
        "{\"service_tier\":\"flex\" , \"model\":\"a,\"}|true",
        "{\"choices\":[{\"message\":{\"content\":\"one,  two,\"}}],\"a\":[1,2]}|true"
      })
  void isWholeOrNotHoweverItIsCut(String document, boolean whole) {
    byte[] bytes = document.getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      ChatAnswer answer = new ChatAnswer();
      answer.accept(bytes, 0, cut);
      answer.accept(bytes, cut, bytes.length);

      assertThat(answer.isWhole()).as("cut at %s", cut).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = "{\"service_tier\":\"flex\",\"model\":\"m\",\"a\":[1 , 2]}")
  void readsTheSameByteByByte(String document) {
    byte[] bytes = document.getBytes(UTF_8);
    ChatAnswer answer = new ChatAnswer();
    for (int i = 0; i < bytes.length; i++) {
      answer.accept(bytes, i, i + 1);
    }

    assertThat(answer.isWhole()).isTrue();
    assertThat(answer.facts().serviceTier()).isEqualTo("flex");
    assertThat(answer.facts().model()).isEqualTo("m");
  }
}
