package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChatRequestReaderTest {

  @Test
  void takesAModelOfTheGreatestLength() {
    String model = "m".repeat(256);

    assertThat(read(model)).isInstanceOf(RequestReading.Read.class);
  }

  @Test
  void refusesALongerModelAndDoesNotQuoteIt() {
    String model = "m".repeat(257);

    assertThat(read(model))
        .isEqualTo(new RequestReading.Wrong("model", "The field 'model' exceeds 256 characters."));
  }

  private static RequestReading read(String model) {
    byte[] body =
        ("{\"model\":\"" + model + "\",\"messages\":[]}").getBytes(StandardCharsets.UTF_8);
    return ChatRequestReader.read(body, body.length);
  }
}
