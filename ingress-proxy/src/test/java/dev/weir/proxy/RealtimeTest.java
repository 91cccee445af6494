package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI Realtime: who may open a session, what passes in it, and what ends it. */
final class RealtimeTest extends RealtimeCase {

  private static final String ITEM =
      "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
          + "\"content\":[{\"type\":\"input_text\",\"text\":\"hello\"}]}}";

  @Test
  void passesMessagesBothWaysByteForByte() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      session.say("{ \"type\":\"session.created\", \"unknown\":[1,{\"a\":null}] }");
      caller.say(ITEM);

      assertThat(caller.text())
          .isEqualTo("{ \"type\":\"session.created\", \"unknown\":[1,{\"a\":null}] }");
      assertThat(session.heard()).isEqualTo(ITEM);
    }
  }

  @Test
  void opensTheProvidersSideWithItsOwnCredentialAndModel() throws Exception {
    try (SocketCaller _ =
        SocketCaller.browser(
            client,
            gateway,
            "/v1/realtime?model=fast",
            "realtime",
            "openai-insecure-api-key." + TestKeys.KEY.reveal())) {
      provider.session();

      ScriptedSocket.Asked asked = provider.asked().getFirst();
      assertThat(asked.pathAndQuery()).isEqualTo("/v1/realtime?model=real-%22model%22");
      assertThat(asked.headers().get("Authorization")).isEqualTo("Bearer provider-secret");
      assertThat(asked.headers().toString()).doesNotContain(TestKeys.KEY.reveal());
    }
  }

  @Test
  void answersWithTheSubprotocolAndNeverWithTheKey() throws Exception {
    try (SocketCaller caller =
        SocketCaller.browser(
            client,
            gateway,
            PATH,
            "openai-insecure-api-key." + TestKeys.KEY.reveal(),
            "realtime")) {
      assertThat(caller.subprotocol()).isEqualTo("realtime");
    }
  }

  @Test
  void tellsTheCallerThatTheProviderIsGone() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.abort();

      assertThat(caller.event("error").path("error").path("code").asText())
          .isEqualTo("upstream_invalid");
      assertThat(caller.closed()).isEqualTo(1011);
      assertThat(gateway.log.nextCharged().getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    }
  }

  @Test
  void endsASessionWhoseProviderOwesAnAnswerForTooLong() throws Exception {
    gateway.loseItsPatience();
    try (SocketCaller caller = open()) {
      caller.say(CREATE);
      provider.session().heard();

      assertThat(caller.event("error").path("error").path("code").asText())
          .isEqualTo("upstream_timeout");
      assertThat(caller.closed()).isEqualTo(1011);
    }
  }

  @Test
  void givesAResponseANameSoThatItsErrorCanBeTold() throws Exception {
    try (SocketCaller caller = open()) {
      caller.say(CREATE);

      assertThat(provider.session().heard())
          .matches("\\{\"event_id\":\"weir_[0-9a-f-]{36}\",\"type\":\"response.create\"}");
    }
  }

  @Test
  void closesASessionSoonAfterItsKeyIsRevoked() throws Exception {
    try (SocketCaller caller = open(PATH, TestKeys.SPOOL_KEY.reveal())) {
      provider.session();
      gateway.revokeSpoolKey();

      assertThat(caller.closed()).isEqualTo(1008);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "[]", "{}", "{\"type\":7}", "{\"type\":\"response.create\"} {}"})
  void saysWhatIsWrongWithAMessageAndListensOn(String wrong) throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(wrong);

      assertThat(caller.event().path("error").path("code").asText()).isEqualTo("invalid_request");
      caller.say(ITEM);
      assertThat(session.heard()).isEqualTo(ITEM);
    }
  }

  @Test
  void closesOnAFloodOfPings() throws Exception {
    try (SocketCaller caller = open()) {
      for (int i = 0; i <= TestGateway.SOCKET_LIMITS.controlFramesMax(); i++) {
        caller.ping("x");
      }

      assertThat(caller.closed()).isEqualTo(1008);
    }
  }

  @Test
  void takesTheNextRouteWhereAProviderOpensNoSession() throws Exception {
    try (SocketCaller caller =
        SocketCaller.open(client, gateway, "/v1/realtime?model=sure", TestKeys.KEY.reveal())) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.answers("r1", "hi", 1, 1);
      caller.event("response.done");

      Usage usage = gateway.log.nextCharged();
      assertThat(usage.getRequestedModel()).isEqualTo("sure");
      assertThat(usage.getRoute()).isEqualTo("small");
    }
  }

  @Test
  void tellsAFailedHandshakeAsAnAnswer() throws Exception {
    provider.refuseWith(401);
    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal())).isEqualTo(502);
    provider.refuseWith(429);
    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal())).isEqualTo(429);
    assertThat(
            SocketCaller.refused(client, gateway, "/v1/realtime?model=lost", TestKeys.KEY.reveal()))
        .isEqualTo(502);
    assertThat(gateway.sockets.open().count()).isZero();
  }

  @Test
  void saysWhichProviderHasNoSuchThing() throws Exception {
    assertThat(
            SocketCaller.refused(client, gateway, "/v1/realtime?model=opus", TestKeys.KEY.reveal()))
        .isEqualTo(501);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/realtime", "/v1/realtime?model=", "/v1/realtime?model=small&x=1"})
  void refusesAnythingButAModel(String path) throws Exception {
    assertThat(SocketCaller.refused(client, gateway, path, TestKeys.KEY.reveal())).isEqualTo(400);
  }

  @Test
  void refusesAModelThatTheTeamMayNotUse() throws Exception {
    assertThat(
            SocketCaller.refused(
                client, gateway, "/v1/realtime?model=secret", TestKeys.KEY.reveal()))
        .isEqualTo(403);
  }

  @Test
  void asksAPlainRequestToUpgrade() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri(PATH))
                .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.headers().firstValue("sec-websocket-version")).contains("13");
    assertThat(answer.body()).contains("upgrade_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "team/search", "key/abcdef1", "model/small"})
  void endsASessionThatIsStopped(String scope) throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
      caller.event("response.created");

      gateway.order(scope, "an agent runs away");

      assertThat(caller.event("error").toString()).contains("stopped", "an agent runs away");
      assertThat(caller.closed()).isEqualTo(1008);
      assertThat(session.closed()).isEqualTo(1000);
      Usage usage = gateway.log.nextCharged();
      assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
      assertThat(usage.getInputTokens()).isPositive();
    }
  }

  @Test
  void opensNoSessionThatIsStopped() throws Exception {
    gateway.order("model/small", "an agent runs away");

    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal())).isEqualTo(403);
  }
}
