package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Which of OpenAI's two APIs is asked, where one of them refuses what the caller asked for. */
final class OpenAiPathsTest extends GatewayCase {

  private static final String ANSWER =
      """
      {"id":"resp_1","object":"response","status":"completed","model":"gpt-5.5","output":[
      {"type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}],
      "usage":{"input_tokens":5,"output_tokens":2}}
      """;

  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

  OpenAiPathsTest() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  private HttpResponse<String> chat(String model, String more) throws Exception {
    String body =
        "{\"model\":\""
            + model
            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
            + more
            + "}";
    HttpResponse<String> answer = client.send(gateway.chat(body).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private String path() {
    return upstream.asked().getLast().head().split(" ", 3)[1];
  }

  @Test
  void responsesIsAskedForAModelThatChatDoesNotHave() throws Exception {
    HttpResponse<String> answer = chat("pro", "");

    assertThat(path()).isEqualTo("/v1/responses");
    JsonNode body = Json.tree(answer.body()).orElseThrow();
    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("hello");
    assertThat(body.at("/model").asText()).isEqualTo("gpt-5.5");
  }

  @Test
  void responsesIsAskedWhereChatRefusesFunctionsBesideThinking() throws Exception {
    HttpResponse<String> answer = chat("thinks", TOOLS);

    assertThat(path()).isEqualTo("/v1/responses");
    assertThat(upstream.asked().getLast().body()).contains("\"name\":\"f\"");
    assertThat(answer.body()).contains("\"chat.completion\"");
  }

  @Test
  void chatIsAskedWhereItRefusesNothing() throws Exception {
    chat("thinks", TOOLS + ",\"reasoning_effort\":\"none\"");
    assertThat(path()).isEqualTo("/v1/chat/completions");

    chat("thinks", "");
    assertThat(path()).isEqualTo("/v1/chat/completions");

    chat("chats", TOOLS + ",\"reasoning_effort\":\"high\"");
    assertThat(path()).isEqualTo("/v1/chat/completions");
  }
}
