package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
