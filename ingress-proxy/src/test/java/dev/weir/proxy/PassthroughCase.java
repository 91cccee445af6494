package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A test with a caller of a provider's own API. */
abstract class PassthroughCase extends GatewayCase {



  PassthroughCase() {
    super(ScriptedUpstream.json(200, "{\"object\":\"list\"}"));
  }

  HttpResponse<String> send(
      String key, String method, String path, String type, BodyPublisher body) throws Exception {
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
