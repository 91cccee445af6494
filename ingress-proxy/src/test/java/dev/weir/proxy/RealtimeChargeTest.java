package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import org.junit.jupiter.api.Test;

/** What a Realtime session is charged, and what it may not spend. */
final class RealtimeChargeTest extends RealtimeCase {

  private static final String AUDIO =
      "{\"type\":\"response.output_audio.delta\",\"delta\":\"%s\",\"response_id\":\"%s\"}";

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

    assertThat(SocketCaller.refused(client, gateway, PATH, TestKeys.KEY.reveal())).isEqualTo(429);
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
}
