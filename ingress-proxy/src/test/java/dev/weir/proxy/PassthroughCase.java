package dev.weir.proxy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A test with a caller of a provider's own API. */
abstract class PassthroughCase extends GatewayCase {

  PassthroughCase() {
    super(ScriptedUpstream.json(200, "{\"object\":\"list\"}"));
  }

  HttpResponse<String> send(String key, String method, String path, String type, BodyPublisher body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", type)
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(TestKeys.OPEN_KEY.reveal(), "GET", path, "text/plain", BodyPublishers.noBody());
  }

  HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(TestKeys.OPEN_KEY.reveal(), "POST", path, type, BodyPublishers.ofString(body));
  }
}
