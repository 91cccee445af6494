package dev.weir.proxy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A test with one small chat completion and a provider that answers it. */
abstract class ChatCase extends GatewayCase {

  static final String ASK = "{\"model\":\"small\",\"messages\":[]}";
  static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":200}}";

  ChatCase() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  void limited(String limit) throws IOException {
    restart(configured().limits(limit));
  }

  HttpResponse<String> sendAs(String key, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
