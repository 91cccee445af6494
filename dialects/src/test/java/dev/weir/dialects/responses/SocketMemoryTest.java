package dev.weir.dialects.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a socket remembers of its last response. */
final class SocketMemoryTest {

  private static final String ANSWER =
      """
      {"type":"response.completed","response":{"id":"r1","output":[\
      {"type":"reasoning","id":"rs_1"},\
      {"type":"reasoning","id":"rs_2","encrypted_content":"e"},\
      {"type":"message","role":"assistant","content":[{"type":"output_text","text":"hi"}]}]}}\
      """;

  private final SocketMemory memory = new SocketMemory(10_000);

  private JsonNode expanded(String ask) {
    return memory.expand((ObjectNode) Json.tree(ask).orElseThrow());
  }

  private void sees(String event) {
    memory.sees(event.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsAgainWhatLedToTheLastResponse() {
    expanded("{\"input\":\"hello\"}");
    sees(ANSWER);

    JsonNode next = expanded("{\"previous_response_id\":\"r1\",\"input\":[{\"x\":1}]}");

    assertThat(next.has("previous_response_id")).isFalse();
    assertThat(Json.text(next.path("input")))
        .isEqualTo(
            "[{\"type\":\"message\",\"role\":\"user\",\"content\":\"hello\"},"
                + "{\"type\":\"reasoning\",\"id\":\"rs_2\",\"encrypted_content\":\"e\"},"
                + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":\"hi\"}]},{\"x\":1}]");
  }

  @Test
  void remembersAChainOfResponses() {
    expanded("{\"input\":\"one\"}");
    sees(ANSWER);
    expanded("{\"previous_response_id\":\"r1\",\"input\":\"two\"}");
    sees(ANSWER.replace("r1", "r2"));

    assertThat(expanded("{\"previous_response_id\":\"r2\",\"input\":\"three\"}").path("input"))
        .hasSize(7);
  }

  @Test
  void leavesToTheProviderWhatItDoesNotKnow() {
    String ask = "{\"previous_response_id\":\"other\",\"input\":\"hello\"}";

    assertThat(Json.text(expanded(ask))).isEqualTo(ask);
    sees(ANSWER);
    assertThat(expanded("{\"previous_response_id\":\"r1\"}").has("previous_response_id")).isTrue();
  }

  @Test
  void changesNothingOfARequestThatContinuesNothing() {
    assertThat(Json.text(expanded("{\"input\":\"hello\"}"))).isEqualTo("{\"input\":\"hello\"}");
  }

  @Test
  void remembersNoConversationThatIsTooLong() {
    expanded("{\"input\":\"" + "x".repeat(10_000) + "\"}");
    sees(ANSWER);

    assertThat(memory.bytes()).isZero();
    assertThat(expanded("{\"previous_response_id\":\"r1\"}").has("previous_response_id")).isTrue();
  }

  @Test
  void remembersNothingOfAResponseThatFails() {
    expanded("{\"input\":\"hello\"}");
    sees("{\"type\":\"response.failed\",\"response\":{\"id\":\"r1\"}}");

    assertThat(memory.bytes()).isZero();
  }
}
