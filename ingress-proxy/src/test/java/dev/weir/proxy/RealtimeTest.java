package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI Realtime: what passes, what is counted, and what ends a session. */
final class RealtimeTest extends RealtimeCase {

  private static final String ITEM =
      "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
          + "\"content\":[{\"type\":\"input_text\",\"text\":\"hello\"}]}}";

  private static final String AUDIO =
      "{\"type\":\"response.output_audio.delta\",\"delta\":\"%s\",\"response_id\":\"%s\"}";

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
  void chargesAResponseByWhatTheProviderCounts() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.answers("r1", "hi", 12, 5);
      caller.event("response.done");

      Usage usage = gateway.log.nextCharged();
      assertThat(usage.getInputTokens()).isEqualTo(12);
      assertThat(usage.getOutputTokens()).isEqualTo(5);
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
      assertThat(usage.getFinishReason()).isEqualTo("completed");
      assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(usage.getProvider()).isEqualTo("mock");
    }
  }

  @Test
  void recordsWhatIsSaidBeforeTheProviderHearsIt() throws Exception {
    try (SocketCaller caller = open()) {
      caller.say(ITEM);
      provider.session().heard();

      assertThat(gateway.log.all(Prompt.class))
          .filteredOn(it -> it.getContent().getLength() > 0)
          .singleElement()
          .satisfies(it -> {
            assertThat(it.getDialect()).isEqualTo(Dialect.OPENAI_REALTIME);
            assertThat(TestKeys.opened(it.getContent(), it.getEventId())).isEqualTo(ITEM);
          });
    }
  }

  @Test
  void recordsAResponseWithARequestIdOfItsOwn() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.answers("r1", "hi", 1, 1);
      caller.event("response.done");

      Usage usage = gateway.log.nextCharged();
      ResponseFrame last =
          gateway.log.all(ResponseFrame.class).stream()
              .filter(it -> it.getRequestId().equals(usage.getRequestId()))
              .reduce((_, next) -> next)
              .orElseThrow();
      assertThat(TestKeys.opened(last.getContent(), last.getEventId()))
          .contains("response.output_text.delta", "\"delta\":\"hi\"", "response.done");
      assertThat(last.getEnd().getOutcome()).isEqualTo(Outcome.COMPLETED);
    }
  }

  @Test
  void tellsTheProviderNothingThatCannotBeRecorded() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      gateway.log.keepsUp(false);
      caller.say(ITEM);

      assertThat(caller.event().path("error").path("code").asText()).isEqualTo("cannot_record");
      assertThat(session.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void refusesASpentBudgetAndKeepsTheSocket() throws Exception {
    limited("{id: few, unit: tokens, window: total, max: 600}");
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.answers("r1", "hi", 500, 90);
      caller.event("response.done");
      caller.say("{\"type\":\"response.create\",\"event_id\":\"mine\"}");

      JsonNode error = caller.event("error").path("error");
      assertThat(error.path("code").asText()).isEqualTo("quota_exceeded");
      assertThat(error.path("event_id").asText()).isEqualTo("mine");
      caller.ping("still there");
      assertThat(caller.pong()).isEqualTo("still there");
      assertThat(session.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void opensNoSessionWithoutBudget() throws Exception {
    limited("{id: few, unit: tokens, window: total, max: 100}");

    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal()))
        .isEqualTo(429);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void chargesAResponseThatTheProviderBeganByItself() throws Exception {
    try (SocketCaller caller = open(PATH, TestKeys.SPOOL_KEY.reveal())) {
      ScriptedSocket.Session session = provider.session();
      caller.say("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + "A".repeat(9000) + "\"}");
      session.heard();
      session.answers("r1", "I heard you", 30, 6);
      caller.event("response.done");

      assertThat(gateway.log.nextCharged().getInputTokens()).isEqualTo(30);
    }
  }

  @Test
  void cancelsAndEndsWhatTheProviderBeginsWithoutBudget() throws Exception {
    limited("{id: few, unit: requests, window: total, max: 1}");
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      session.answers("r1", "one", 3, 2);
      caller.event("response.done");
      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r2\"}}");

      assertThat(caller.event().path("error").path("code").asText()).isEqualTo("quota_exceeded");
      assertThat(session.heard())
          .isEqualTo("{\"type\":\"response.cancel\",\"response_id\":\"r2\"}");
      assertThat(caller.closed()).isEqualTo(1008);
    }
  }

  @Test
  void estimatesAResponseThatTheCallerLeaves() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
      session.say(
          "{\"type\":\"response.output_text.delta\",\"response_id\":\"r1\",\"delta\":\"%s\"}"
              .formatted("word".repeat(10)));
      caller.event("response.output_text.delta");
      caller.leave();

      Usage usage = gateway.log.nextCharged();
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
      assertThat(usage.getOutcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(usage.getOutputTokens()).isEqualTo(10);
      assertThat(session.closed()).isEqualTo(1000);
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
  void chargesNothingForWhatTheProviderRejects() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say("{\"type\":\"response.create\",\"event_id\":\"mine\"}");
      session.heard();
      session.say(
          "{\"type\":\"error\",\"error\":{\"code\":\"conversation_already_has_active_response\","
              + "\"event_id\":\"mine\"}}");
      caller.event("error");

      Usage usage = gateway.log.nextCharged();
      assertThat(usage.getOutcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
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
  void keepsAudioOutOfTheRecordAndItsSizeIn() throws Exception {
    String audio = "QUJD".repeat(100);
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(
          "{\"type\":\"conversation.item.create\",\"item\":{\"content\":[{\"type\":\"input_audio\","
              + "\"audio\":\""
              + audio
              + "\"}]}}");
      assertThat(session.heard()).contains(audio);
      caller.say(CREATE);
      session.heard();
      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
      session.say(
          "{\"type\":\"response.output_audio.delta\",\"delta\":\"%s\",\"response_id\":\"r1\"}"
              .formatted(audio));
      assertThat(caller.event("response.output_audio.delta").path("delta").asText())
          .isEqualTo(audio);
      session.say(ScriptedSocket.done("r1", "completed", 1, 1));
      caller.event("response.done");
      gateway.log.nextCharged();
    }

    String all = contents();
    assertThat(all).contains("[400 characters of audio]").doesNotContain("QUJDQUJD");
  }

  @Test
  void countsASessionInWhichNobodyWritesAWord() throws Exception {
    String audio = "A".repeat(9_600);
    try (SocketCaller caller = open(PATH, TestKeys.SPOOL_KEY.reveal())) {
      ScriptedSocket.Session session = provider.session();
      caller.say("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + audio + "\"}");
      session.heard();
      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
      session.say(AUDIO.formatted(audio, "r1"));
      session.say(
          """
          {"type":"response.done","response":{"id":"r1","status":"completed","usage":{\
          "total_tokens":26,"input_tokens":20,"output_tokens":6,"input_token_details":{\
          "text_tokens":0,"audio_tokens":20,"cached_tokens":0},"output_token_details":{\
          "text_tokens":0,"audio_tokens":6}}}}\
          """);
      caller.event("response.done");

      Usage counted = gateway.log.nextCharged();
      assertThat(counted.getAudioTokens()).isEqualTo(26);
      assertThat(counted.getInputTokens() + counted.getOutputTokens()).isZero();

      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r2\"}}");
      session.say(AUDIO.formatted(audio, "r2"));
      caller.event("response.output_audio.delta");
      caller.leave();

      Usage estimated = gateway.log.nextCharged();
      assertThat(estimated.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
      assertThat(estimated.getOutputTokens())
          .as("the same speech was twice the estimate before")
          .isEqualTo(6);
    }
  }

  @Test
  void estimatesSpeechByHowLongItLastsWhereItIsWrittenShorter() throws Exception {
    try (SocketCaller caller = open(PATH, TestKeys.SPOOL_KEY.reveal())) {
      ScriptedSocket.Session session = provider.session();
      session.say(
          "{\"type\":\"session.updated\",\"session\":{\"audio\":{\"output\":{\"format\":"
              + "{\"type\":\"audio/pcmu\"}}}}}");
      session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
      session.say(AUDIO.formatted("A".repeat(9_600), "r1"));
      caller.event("response.output_audio.delta");
      caller.leave();

      Usage estimated = gateway.log.nextCharged();
      assertThat(estimated.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
      assertThat(estimated.getOutputTokens()).isEqualTo(18);
    }
  }

  /** The plain text of all that was recorded. */
  private String contents() {
    StringBuilder all = new StringBuilder();
    gateway
        .log
        .all(Prompt.class)
        .forEach(it -> all.append(TestKeys.opened(it.getContent(), it.getEventId())));
    gateway.log.all(ResponseFrame.class).stream()
        .filter(it -> it.getContent() != null)
        .forEach(it -> all.append(TestKeys.opened(it.getContent(), it.getEventId())));
    return all.toString();
  }

  @Test
  void takesNoAudioOfATeamThatRecordsStrictly() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say("{\"type\":\"input_audio_buffer.append\",\"audio\":\"QUJD\"}");

      assertThat(caller.event().path("error").path("code").asText()).isEqualTo("not_allowed");
      assertThat(session.hasHeardNothing()).isTrue();
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
    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal()))
        .isEqualTo(502);
    provider.refuseWith(429);
    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal()))
        .isEqualTo(429);
    assertThat(
            SocketCaller.refused(
                client, gateway, "/v1/realtime?model=lost", TestKeys.KEY.reveal()))
        .isEqualTo(502);
    assertThat(gateway.sockets.open().count()).isZero();
  }

  @Test
  void saysWhichProviderHasNoSuchThing() throws Exception {
    assertThat(
            SocketCaller.refused(
                client, gateway, "/v1/realtime?model=opus", TestKeys.KEY.reveal()))
        .isEqualTo(501);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/realtime", "/v1/realtime?model=", "/v1/realtime?model=small&x=1"})
  void refusesAnythingButAModel(String path) throws Exception {
    assertThat(SocketCaller.refused(client, gateway, path, TestKeys.KEY.reveal()))
        .isEqualTo(400);
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

  @Test
  void settlesWhatRunsWhenTheProcessEnds() throws Exception {
    try (SocketCaller caller = open()) {
      ScriptedSocket.Session session = provider.session();
      caller.say(CREATE);
      session.heard();
      gateway.live.drain();
      gateway.sockets.open().drain();
      caller.say(CREATE);
      assertThat(caller.event("error").path("error").path("code").asText()).isEqualTo("draining");
      gateway.close();

      assertThat(caller.closed()).isEqualTo(1001);
      assertThat(gateway.log.nextCharged().getOutcome()).isEqualTo(Outcome.CUT);
    }
  }

  private void limited(String limits) throws Exception {
    restart(TestGateway.before(provider.base()).limits(limits));
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

    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal()))
        .isEqualTo(403);
  }
}
