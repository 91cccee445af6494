package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an answer has beside text: lost by name, or given back as the caller knows it. */
final class TranslatedToolsTest extends GatewayCase {

  private static final String CHAT =
      "{\"model\":\"opus\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static final String CITED =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-1","content":[
      {"type":"text","text":"hello","citations":[{"type":"char_location","cited_text":"h"}]}],
      "stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":2}}
      """;

  private static final String CITED_STREAM =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","model":"claude-opus-4-1","content":[]}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hello"}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"char_location"}}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":5,"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  TranslatedToolsTest() {
    super(ScriptedUpstream.json(200, CITED));
  }

  @Test
  void namesWhatADocumentLostBesideWhatTheRequestDid() throws Exception {
    HttpResponse<String> answer = send(CHAT);

    assertThat(answer.body()).contains("hello").doesNotContain("char_location");
    assertThat(answer.headers().firstValue("x-weir-dropped")).contains("seed, answer.citation");
    assertThat(gateway.log.next(Usage.class).getDropped())
        .containsExactly("seed", "answer.citation");
  }

  /** Its head has what was known when it went out, the record all. */
  @Test
  void recordsWhatAStreamLost() throws Exception {
    upstream.script(ScriptedUpstream.events(CITED_STREAM));

    HttpResponse<String> answer = send(CHAT.replace("\"seed\"", "\"stream\":true,\"seed\""));

    assertThat(answer.body()).contains("hello").endsWith("data: [DONE]\n\n");
    assertThat(answer.headers().firstValue("x-weir-dropped").orElseThrow()).startsWith("seed");
    assertThat(gateway.log.next(Usage.class).getDropped())
        .containsExactly("seed", "answer.citation");
  }

  @Test
  void callsToolsByNamesThatTheProviderTakesAndAnswersWithTheCallers() throws Exception {
    String asked =
        CHAT.replace(
            "\"seed\":7,", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"ns.f\"}}],");
    send(asked);
    String name =
        Json.tree(upstream.asked().getFirst().body()).orElseThrow().at("/tools/0/name").asText();
    upstream.script(
        ScriptedUpstream.json(
            200,
            "{\"id\":\"m\",\"stop_reason\":\"tool_use\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\","
                + "\"name\":\""
                + name
                + "\",\"input\":{}}],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"));

    JsonNode answer = Json.tree(send(asked).body()).orElseThrow();

    assertThat(name).matches("[a-zA-Z0-9_-]{1,128}");
    assertThat(answer.at("/choices/0/message/tool_calls/0/function/name").asText())
        .isEqualTo("ns.f");
  }

  @Test
  void answersACallerOfOldWithAFunctionCall() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200,
            "{\"id\":\"m\",\"stop_reason\":\"tool_use\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\","
                + "\"name\":\"f\",\"input\":{}}],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"));

    JsonNode answer =
        Json.tree(send(CHAT.replace("\"seed\":7,", "\"functions\":[{\"name\":\"f\"}],")).body())
            .orElseThrow();

    assertThat(answer.at("/choices/0/message/function_call/name").asText()).isEqualTo("f");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("function_call");
  }

  /** Only the proof is taken out of the request; nothing is translated. */
  @Test
  void passesTheAnswerOfItsOwnDialectAlsoWhereAProofOfAnotherWasTakenOut() throws Exception {
    String ask =
        """
        {"model":"opus","max_tokens":9,"messages":[{"role":"user","content":"hi"},
         {"role":"assistant","content":[
          {"type":"redacted_thinking","data":"weir:gemini:signature:c2ln"},
          {"type":"text","text":"hello"}]},
         {"role":"user","content":"and?"}]}
        """;
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri("/v1/messages"))
            .timeout(Duration.ofSeconds(20))
            .header("x-api-key", TestKeys.KEY.reveal())
            .header("anthropic-beta", "some-feature")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ask))
            .build();

    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

    assertThat(upstream.asked().getFirst().body()).contains("hello").doesNotContain("weir:");
    assertThat(upstream.asked().getFirst().hasHeader("anthropic-beta")).isTrue();
    assertThat(answer.body()).isEqualTo(CITED);
  }
}
