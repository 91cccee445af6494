package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Responses over a WebSocket, answered by a provider that has none. */
final class ResponsesSocketTest extends GatewayCase {

  private static final String PATH = "/v1/responses";

  private static final String ASK =
      "{\"type\":\"response.create\",\"model\":\"small\",\"input\":\"hello\"}";

  private static final String[] ANSWER = {
    "data: {\"model\":\"small-2\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hé\"},"
        + "\"finish_reason\":null}]}\n\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
        + "\"total_tokens\":10}}\n\n",
    "data: [DONE]\n\n"
  };

  ResponsesSocketTest() {
    super(ScriptedUpstream.events(ANSWER));
  }

  private SocketCaller open() {
    return SocketCaller.open(client, gateway, PATH, TestKeys.KEY.reveal());
  }

  @Test
  void answersWithTheEventsOfAStreamAsMessages() throws Exception {
    try (SocketCaller caller = open()) {
      caller.say(ASK);

      assertThat(caller.event().path("type").asText()).isEqualTo("response.created");
      assertThat(caller.event("response.output_text.delta").path("delta").asText()).isEqualTo("hé");
      JsonNode last = caller.event("response.completed");
      assertThat(last.path("response").path("usage").path("total_tokens").asInt()).isEqualTo(10);
    }
  }

  @Test
  void recordsAndChargesAResponseLikeAPost() throws Exception {
    try (SocketCaller caller = open()) {
      caller.say(ASK);

      Prompt prompt = gateway.log.next(Prompt.class);
      assertThat(TestKeys.opened(prompt.getContent(), prompt.getEventId()))
          .isEqualTo("{\"model\":\"small\",\"input\":\"hello\",\"stream\":true}");
      assertThat(prompt.getDialect()).isEqualTo(Dialect.OPENAI_RESPONSES);
      Usage usage = gateway.log.next(Usage.class);
      assertThat(usage.getRequestId()).isEqualTo(prompt.getRequestId());
      assertThat(usage.getInputTokens()).isEqualTo(7);
      assertThat(usage.getOutputTokens()).isEqualTo(3);
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    }
  }

  @Test
  void keepsTheCallersKeyAndTheHandshakeFromTheProvider() throws Exception {
    try (SocketCaller caller =
        SocketCaller.browser(
            client,
            gateway,
            PATH,
            "responses",
            "openai-insecure-api-key." + TestKeys.KEY.reveal())) {
      caller.say(ASK);
      caller.event("response.completed");

      assertThat(caller.subprotocol()).isEqualTo("responses");
      assertThat(upstream.asked().getFirst().head())
          .containsIgnoringCase("authorization: bearer provider-secret")
          .doesNotContainIgnoringCase("sec-websocket")
          .doesNotContain(TestKeys.KEY.reveal());
    }
  }

  @Test
  void servesWhatWaitsInItsOrder() throws Exception {
    try (SocketCaller caller = open()) {
      for (String text : new String[] {"one", "two", "three"}) {
        caller.say(ASK.replace("hello", text));
      }
      for (int i = 0; i < 3; i++) {
        caller.event("response.completed");
      }

      assertThat(upstream.asked())
          .extracting(ScriptedUpstream.Asked::body)
          .satisfiesExactly(
              one -> assertThat(one).contains("one"),
              two -> assertThat(two).contains("two"),
              three -> assertThat(three).contains("three"));
    }
  }

  @Test
  void continuesAResponseThatNoProviderKeeps() throws Exception {
    try (SocketCaller caller = open()) {
      caller.say(ASK.replace("}", ",\"store\":false}"));
      String id = caller.event("response.completed").path("response").path("id").asText();
      caller.say(
          "{\"type\":\"response.create\",\"model\":\"small\",\"previous_response_id\":\"%s\","
                  .formatted(id)
              + "\"input\":\"and now?\"}");
      caller.event("response.completed");

      assertThat(upstream.asked().getLast().body())
          .containsSubsequence("user", "hello", "assistant", "hé", "user", "and now?");
    }
  }

  @Test
  void refusesMoreThanMayWaitAndServesTheOthers() throws Exception {
    Semaphore go = new Semaphore(0);
    upstream.script((asked, out) -> {
      go.acquire();
      return ScriptedUpstream.events(ANSWER).serve(asked, out);
    });
    try (SocketCaller caller = open()) {
      for (int i = 0; i < 6; i++) {
        caller.say(ASK);
      }

      JsonNode error = caller.event();
      assertThat(error.path("error").path("code").asText()).isEqualTo("too_many_waiting");
      go.release(5);
      for (int i = 0; i < 5; i++) {
        caller.event("response.completed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "{\"type\":\"session.update\"}",
        "{\"type\":\"response.create\",\"model\":\"small\",\"input\":\"x\",\"background\":true}"
      })
  void saysWhatIsWrongWithAMessageAndListensOn(String wrong) throws Exception {
    try (SocketCaller caller = open()) {
      caller.say(wrong);

      JsonNode error = caller.event();
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.path("status").asInt()).isEqualTo(400);
      assertThat(error.path("error").path("code").asText()).isEqualTo("invalid_request");
      caller.say(ASK);
      caller.event("response.completed");
    }
  }

  @Test
  void refusesASpentBudgetAndKeepsTheSocket() throws Exception {
    restart(configured().limits("{id: few, unit: requests, window: total, max: 1}"));
    try (SocketCaller caller = open()) {
      caller.say(ASK);
      caller.event("response.completed");
      gateway.log.next(Usage.class);
      caller.say(ASK);

      JsonNode error = caller.event();
      assertThat(error.path("status").asInt()).isEqualTo(429);
      assertThat(error.path("error").path("code").asText()).isEqualTo("quota_exceeded");
      caller.ping("still there");
      assertThat(caller.pong()).isEqualTo("still there");
    }
  }

  @Test
  void tellsAProvidersErrorAsAnEvent() throws Exception {
    upstream.script(ScriptedUpstream.json(429, "{\"error\":{\"message\":\"slow down\"}}"));
    try (SocketCaller caller = open()) {
      caller.say(ASK);

      JsonNode error = caller.event();
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.path("status").asInt()).isEqualTo(429);
      assertThat(error.path("error").path("message").asText()).isEqualTo("slow down");
    }
  }

  @Test
  void cancelsTheProvidersAnswerWhenTheCallerLeaves() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, ANSWER[0]);
      return true;
    });
    try (SocketCaller caller = open()) {
      caller.say(ASK);
      caller.event("response.output_text.delta");
      caller.abort();
    }

    upstream.awaitHangUp();
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void putsAMessageOfManyFramesTogether() throws Exception {
    try (SocketCaller caller = open()) {
      for (int i = 0; i < ASK.length(); i++) {
        caller.say(ASK.substring(i, i + 1), i == ASK.length() - 1);
      }

      caller.event("response.completed");
    }
  }

  @Test
  void closesOnAMessageThatIsTooLarge() throws Exception {
    try (SocketCaller caller = open()) {
      caller.say("x".repeat(TestGateway.SOCKET_LIMITS.messageBytesMax() + 1));

      assertThat(caller.closed()).isEqualTo(1009);
      assertThat(gateway.bodies.claimedBytes()).isZero();
    }
  }

  @Test
  void closesOnBinary() throws Exception {
    try (SocketCaller caller = open()) {
      caller.sayBinary(new byte[] {1, 2, 3});

      assertThat(caller.closed()).isEqualTo(1003);
    }
  }

  @Test
  void refusesAKeyBeforeTheSocketOpens() throws Exception {
    assertThat(SocketCaller.refused(client, gateway, PATH, "wk_nobody")).isEqualTo(401);
    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.REVOKED_KEY.reveal()))
        .isEqualTo(401);
  }

  @Test
  void opensNoMoreSocketsThanThereMayBe() throws Exception {
    SocketCaller[] callers = new SocketCaller[TestGateway.SOCKET_LIMITS.sessionsMax()];
    for (int i = 0; i < callers.length; i++) {
      callers[i] = open();
    }

    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal())).isEqualTo(503);
    for (SocketCaller each : callers) {
      each.close();
    }
  }

  @Test
  void leavesIdleCallersWhenItDrainsAndOthersAfterTheirAnswer() throws Exception {
    Semaphore go = new Semaphore(0);
    upstream.script((asked, out) -> {
      go.acquire();
      return ScriptedUpstream.events(ANSWER).serve(asked, out);
    });
    try (SocketCaller idle = open();
        SocketCaller busy = open()) {
      busy.say(ASK);
      upstream.awaitRequest();
      gateway.live.drain();
      gateway.sockets.open().drain();

      assertThat(idle.closed()).isEqualTo(1001);
      go.release();
      busy.event("response.completed");
      assertThat(busy.closed()).isEqualTo(1001);
      assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal())).isEqualTo(503);
    }
  }

  @Test
  void endsAResponseThatIsStoppedAndRefusesTheNext() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(
          out, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\n");
      return true;
    });
    try (SocketCaller caller = open()) {
      caller.say(ASK);
      caller.event("response.output_text.delta");

      gateway.order("team/search", "an agent runs away");

      assertThat(caller.event("response.failed").toString()).contains("an agent runs away");
      upstream.awaitHangUp();
      caller.say(ASK);
      assertThat(caller.event("error").toString()).contains("\"stopped\"", "an agent runs away");
      assertThat(upstream.asked()).hasSize(1);
    }
  }
}
