package dev.weir.proxy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A test with a provider that speaks as Anthropic does, and callers of its dialect and of another.
 */
abstract class TranslationCase extends GatewayCase {

  static final String CHAT =
      "{\"model\":\"opus\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final String CHAT_STREAM =
      "{\"model\":\"opus\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final String MESSAGE =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-1","content":[
      {"type":"text","text":"hello"}],"stop_reason":"end_turn","stop_sequence":null,
      "usage":{"input_tokens":5,"cache_read_input_tokens":3,"output_tokens":2}}
      """;
  static final String BEGIN =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
      "model":"claude-opus-4-1","content":[],"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}

      """;

  TranslationCase() {
    super(ScriptedUpstream.json(200, MESSAGE));
  }

  HttpResponse<String> messages(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri("/v1/messages"))
            .timeout(Duration.ofSeconds(20))
            .header("x-api-key", TestKeys.KEY.reveal())
            .header("anthropic-version", "2023-06-01")
            .header("anthropic-beta", "some-feature")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
