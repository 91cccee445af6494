package dev.weir.proxy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A test with a route: one model of it answers, and the others do what the test says. */
abstract class RoutedCase extends GatewayCase {

  static final String ANSWER =
      """
      {"id":"c1","model":"small","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5}}\
      """;
  static final String ERROR = "{\"error\":{\"message\":\"not now\"}}";
  static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  RoutedCase() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  /** All models but "small", which answers, do this. */
  void others(ScriptedUpstream.Script script) {
    upstream.script((asked, out) ->
        asked.body().contains("\"small\"")
            ? ScriptedUpstream.json(200, ANSWER).serve(asked, out)
            : script.serve(asked, out));
  }

  HttpResponse<String> ask(String model) throws Exception {
    return ask(model, MESSAGES);
  }

  HttpResponse<String> ask(String model, String rest) throws Exception {
    return client.send(
        gateway.chat("{\"model\":\"" + model + "\"," + rest + "}").build(),
        BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> asking(String model) {
    return client.sendAsync(
        gateway.chat("{\"model\":\"" + model + "\"," + MESSAGES + "}").build(),
        BodyHandlers.ofString());
  }

  static String servedBy(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-weir-served-by").orElse("nobody");
  }

  static int attempts(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-weir-attempts").map(Integer::parseInt).orElse(1);
  }

  String metrics() throws Exception {
    return client
        .send(HttpRequest.newBuilder(gateway.adminUri("/metrics")).build(), BodyHandlers.ofString())
        .body();
  }
}
