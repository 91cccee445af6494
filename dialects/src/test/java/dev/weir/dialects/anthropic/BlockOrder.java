package dev.weir.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import java.util.List;

/** The order that clients of this dialect rely on. */
final class BlockOrder {

  private BlockOrder() {}

  /** Blocks are opened and closed one after the other, and each event's name is its type. */
  static void check(String stream) {
    int open = -1;
    int next = 0;
    boolean begun = false;
    List<String> lines = stream.lines().toList();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (!lines.get(i).startsWith("event: ")) {
        continue;
      }
      JsonNode data = Json.tree(lines.get(i + 1).substring("data: ".length())).orElseThrow();
      String type = data.path("type").asText();
      assertThat(lines.get(i)).isEqualTo("event: " + type);
      switch (type) {
        case "message_start" -> {
          assertThat(begun).isFalse();
          begun = true;
        }
        case "content_block_start" -> {
          assertThat(begun).isTrue();
          assertThat(open).isEqualTo(-1);
          open = data.path("index").intValue();
          assertThat(open).isEqualTo(next++);
        }
        case "content_block_delta" -> assertThat(data.path("index").intValue()).isEqualTo(open);
        case "content_block_stop" -> {
          assertThat(data.path("index").intValue()).isEqualTo(open);
          open = -1;
        }
        case "message_delta", "message_stop" -> assertThat(open).isEqualTo(-1);
        default -> assertThat(type).isEqualTo("error");
      }
    }
  }
}
