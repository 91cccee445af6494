package dev.weir.schemas.header;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class EventHeadersTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.000001Z");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final EventHeaders headers = new EventHeaders("proxy", "p-1");

  @Test
  void areThoseOfACloudEventInBinaryMode() {
    Headers made = headers.of(Topic.TOKEN_COUNTS, "r/usage/1", NOON, TRACE);

    assertThat(texts(made))
        .containsExactly(
            entry("ce_specversion", "1.0"),
            entry("ce_id", "r/usage/1"),
            entry("ce_type", "dev.weir.token-counts.v1"),
            entry("ce_source", "/weir/proxy/p-1"),
            entry("ce_time", "2026-11-22T12:00:00.000001Z"),
            entry("content-type", "application/avro"),
            entry("traceparent", TRACE));
  }

  @Test
  void leaveOutATraceThatIsNone() {
    assertThat(texts(headers.of(Topic.PROMPTS, "r/prompt", NOON, "00-zz\r\nx-evil: 1")))
        .doesNotContainKey("traceparent");
    assertThat(texts(headers.of(Topic.PROMPTS, "r/prompt", NOON))).doesNotContainKey("traceparent");
  }

  @Test
  void takeOnlyNamesThatFitAnAddress() {
    assertThatThrownBy(() -> new EventHeaders("proxy", "a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("instance: expected 1 to 100 of [a-zA-Z0-9._-]: a/b");
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    return texts;
  }
}
