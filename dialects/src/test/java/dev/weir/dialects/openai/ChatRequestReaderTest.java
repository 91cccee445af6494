package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.governance.routing.Capability;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void notesWhatTheRequestAsksOfAModelBesidesText() {
    String image = "data:image/png;base64," + "A".repeat(5_000);
    ChatRequest.Asks asks =
        asks(
            """
            {"model":"m","tools":[{"type":"function","function":{"name":"f"}}],
             "response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object"}}},
             "reasoning_effort":"low",
             "messages":[{"role":"user","content":[
               {"type":"text","text":"what is it?"},
               {"type":"image_url","image_url":{"url":"%s"}},
               {"type":"input_audio","input_audio":{"format":"wav","data":"BBBB"}},
               {"type":"file","file":{"file_data":"CCCC"}}]}]}
            """
                .formatted(image));

    assertThat(asks.capabilities())
        .containsExactlyInAnyOrder(
            Capability.IMAGES,
            Capability.AUDIO,
            Capability.DOCUMENTS,
            Capability.TOOLS,
            Capability.STRUCTURED_OUTPUT,
            Capability.REASONING);
    assertThat(asks.media()).isEqualTo(3);
    assertThat(asks.mediaBytes()).isBetween(5_022L, 5_060L);
    assertThat(asks.functions()).isTrue();
    assertThat(asks.effort()).contains(Effort.LOW);
  }

  @Test
  void notesNothingWhereARequestAsksForTextAlone() {
    assertThat(
            asks(
                """
                {"model":"m","tools":[],"functions":null,"response_format":{"type":"json_object"},
                 "metadata":{"type":"image_url"},
                 "messages":[{"role":"user","content":"{\\"type\\":\\"image_url\\"}"},
                   {"role":"assistant","tool_calls":[{"type":"function","id":"c",
                     "function":{"name":"f","arguments":"{}"}}]},
                   {"role":"tool","content":[{"type":{"type":"image_url"}},[],"image_url"]}]}
                """))
        .isEqualTo(ChatRequest.Asks.NOTHING);
  }

  /** A text is no function, and OpenAI's Chat refuses functions alone beside thinking. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"type\":\"function\"}}]`, false",
        "`\"tools\":[\"function\",{\"type\":{\"type\":\"function\"}}]`, false",
        "`\"tools\":[{\"type\":\"custom\"},{\"function\":{},\"type\":\"function\"}]`, true",
        "`\"functions\":[{\"name\":\"f\"}]`, true",
        "`\"functions\":[]`, false"
      })
  void tellsFunctionsFromOtherTools(String members, boolean functions) {
    assertThat(asks("{\"model\":\"m\",\"messages\":[]," + members + "}").functions())
        .isEqualTo(functions);
  }

  @ParameterizedTest
  @CsvSource({"none, NONE", "xhigh, XHIGH", "NONE, ", "deep, "})
  void readsTheEffort(String said, @Nullable Effort effort) {
    ChatRequest.Asks asks =
        asks("{\"model\":\"m\",\"messages\":[],\"reasoning_effort\":\"" + said + "\"}");

    assertThat(asks.effort()).isEqualTo(Optional.ofNullable(effort));
    assertThat(asks.capabilities().isEmpty()).isEqualTo(said.equals("none"));
  }

  private static ChatRequest.Asks asks(String body) {
    return switch (read(body.getBytes(StandardCharsets.UTF_8))) {
      case RequestReading.Read(ChatRequest request) -> request.asks();
      case RequestReading.Wrong(_, String message) -> throw new AssertionError(message);
      case RequestReading.Malformed(String message) -> throw new AssertionError(message);
    };
  }

  private static RequestReading read(String model) {
    return read(("{\"model\":\"" + model + "\",\"messages\":[]}").getBytes(StandardCharsets.UTF_8));
  }

  private static RequestReading read(byte[] body) {
    return ChatRequestReader.read(body, body.length);
  }
}
