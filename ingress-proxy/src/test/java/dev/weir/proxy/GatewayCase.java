package dev.weir.proxy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a gateway, one provider behind it that does what the test says, and a caller. */
abstract class GatewayCase {

  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScriptedUpstream.Script atFirst;
  ScriptedUpstream upstream;
  TestGateway gateway;

  /** What the provider does until the test says otherwise. */
  GatewayCase(ScriptedUpstream.Script atFirst) {
    this.atFirst = atFirst;
  }

  @BeforeEach
  final void startGateway() throws IOException {
    upstream = new ScriptedUpstream(atFirst);
    gateway = configured().start();
  }

  @AfterEach
  final void stopGateway() throws IOException {
    client.close();
    gateway.close();
    upstream.close();
  }

  /** How each test's gateway begins. */
  GatewaySetup configured() {
    return TestGateway.before(upstream.base());
  }

  /** From now on the gateway is another one. */
  final void restart(GatewaySetup with) throws IOException {
    gateway.close();
    gateway = with.start();
  }

  /** A chat completion that team "search" asks for. */
  final HttpResponse<String> send(String body) throws Exception {
    return client.send(gateway.chat(body).build(), BodyHandlers.ofString());
  }

  /** The same of one message, which model "slow" is asked. */
  final HttpResponse<String> say(String words) throws Exception {
    return send(
        "{\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}");
  }

  final HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(request(path, body).build(), BodyHandlers.ofString());
  }

  final HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(gateway.uri(path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }
}
