package dev.weir.dialects.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.responses.ResponseCreate.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a socket as requests over HTTP. */
final class ResponseCreateTest {

  private static Reading read(String text) {
    byte[] bytes = (text + "###").getBytes(StandardCharsets.UTF_8);
    return ResponseCreate.read(bytes, bytes.length - 3, new SocketMemory(1_000));
  }

  private static String body(String text) {
    assertThat(read(text)).isInstanceOf(Reading.Asks.class);
    return new String(((Reading.Asks) read(text)).body(), StandardCharsets.UTF_8);
  }

  @Test
  void leavesWhatIsAskedAndTakesOutWhatIsTheSockets() {
    assertThat(
            body(
                """
                {"type":"response.create","model":"m","temperature":0.10,"stream":false,\
                "event_id":"e","background":false,"generate":true,"unknown":[1,null]}\
                """))
        .isEqualTo("{\"model\":\"m\",\"temperature\":0.10,\"stream\":true,\"unknown\":[1,null]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "{}",
        "{\"type\":\"session.update\"}",
        "{\"type\":[\"response.create\"]}",
        "{\"type\":\"response.create\",\"background\":true}"
      })
  void saysWhatToSendInsteadAndQuotesNothing(String wrong) {
    assertThat(read(wrong))
        .isInstanceOfSatisfying(
            Reading.Wrong.class,
            it -> assertThat(it.message()).isNotEmpty().doesNotContain("hello", "session"));
  }

  @Test
  void makesAnEventOfAnError() {
    byte[] body = "{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.UTF_8);

    assertThat(new String(ResponseCreate.error(429, body), StandardCharsets.UTF_8))
        .isEqualTo("{\"type\":\"error\",\"status\":429,\"error\":{\"message\":\"no\"}}");
  }
}
