package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Recording;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
