package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.proxy.quota.MemoryGrantor;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hard limits that are kept by credit, over WebSockets; the grantor is in memory. */
final class SocketCreditTest {

  private static final String REALTIME = "/v1/realtime?model=small";

  private static final String MUCH = "{id: all, unit: tokens, window: total, max: 1000000}";

  private static final String LITTLE = "{id: all, unit: tokens, window: total, max: 600}";

  /** Of these words a model reads some 5,000 tokens: more than anybody has in store. */
  private static final String WORDS = "word ".repeat(4_000);

  private final HttpClient client = HttpClient.newHttpClient();

  private ScriptedSocket provider;

  private @Nullable TestGateway gateway;

  private @Nullable MemoryGrantor grantor;

  @BeforeEach
  void start() throws Exception {
    provider = new ScriptedSocket();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    gateway().close();
    Objects.requireNonNull(grantor).close();
    provider.close();
  }

  private void limited(URI upstream, String limits) throws Exception {
    TestGateway started =
        TestGateway.before(upstream).limits(limits).credit(EscrowTerms.DEFAULT).start();
    gateway = started;
    grantor = MemoryGrantor.running(started.quota, EscrowTerms.DEFAULT, started.limits());
  }

  private TestGateway gateway() {
    return Objects.requireNonNull(gateway);
  }

  private SocketCaller open(String path) {
    return SocketCaller.open(client, gateway(), path, TestKeys.KEY.reveal());
  }

  @Test
  void waitsForTheCreditOfAResponseThatNeedsMoreThanThereIs() throws Exception {
    limited(provider.base(), MUCH);
    try (SocketCaller caller = open(REALTIME)) {
      ScriptedSocket.Session session = provider.session();
      caller.say(
          "{\"type\":\"response.create\",\"response\":{\"instructions\":\"" + WORDS + "\"}}");

      assertThat(session.heard()).contains("response.create");
      session.answers("r1", "hi", 5_000, 1);
      caller.event("response.done");
      assertThat(gateway().log.nextCharged().getReservedTokens()).isGreaterThan(5_000);
    }
  }

  @Test
  void waitsForTheCreditOfAResponseThatTheProviderBegins() throws Exception {
    limited(provider.base(), MUCH);
    try (SocketCaller caller = open(REALTIME)) {
      ScriptedSocket.Session session = provider.session();
      caller.say(
          "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
              + "\"content\":[{\"type\":\"input_text\",\"text\":\""
              + WORDS
              + "\"}]}}");
      session.heard();
      session.answers("r1", "hi", 5_000, 1);

      caller.event("response.done");
      Usage usage = gateway().log.nextCharged();
      assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(usage.getReservedTokens()).isGreaterThan(5_000);
    }
  }

  @Test
  void opensNoSessionWhoseBudgetIsSpentAlthoughItsCreditIsCold() throws Exception {
    limited(provider.base(), "{id: all, unit: tokens, window: total, max: 100}");

    assertThat(SocketCaller.refused(client, gateway(), REALTIME, TestKeys.KEY.reveal()))
        .isEqualTo(429);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void tellsTheProviderNothingWhileNobodyGrants() throws Exception {
    limited(provider.base(), MUCH);
    try (SocketCaller caller = open(REALTIME)) {
      ScriptedSocket.Session session = provider.session();
      Objects.requireNonNull(grantor).fallSilent();
      caller.say(
          "{\"type\":\"response.create\",\"response\":{\"instructions\":\"" + WORDS + "\"}}");

      assertThat(caller.event("error").path("error").path("code").asText())
          .isEqualTo("quota_unavailable");
      assertThat(session.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void endsAResponseWhoseCreditEndsAndKeepsTheSession() throws Exception {
    limited(provider.base(), LITTLE);
    try (SocketCaller caller = open(REALTIME)) {
      ScriptedSocket.Session session = answering(caller, 20);

      assertThat(session.heard())
          .isEqualTo("{\"type\":\"response.cancel\",\"response_id\":\"r1\"}");
      session.say(ScriptedSocket.done("r1", "cancelled", 10, 1_000));
      JsonNode error = caller.event("error").path("error");
      assertThat(error.path("code").asText()).isEqualTo("quota_exceeded");
      caller.event("response.done");
      Usage usage = gateway().log.nextCharged();
      assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
      assertThat(usage.getOutputTokens()).isEqualTo(1_000);
      caller.ping("still there");
      assertThat(caller.pong()).isEqualTo("still there");
    }
  }

  @Test
  void endsASessionWhoseProviderGoesOnWithoutCredit() throws Exception {
    limited(provider.base(), LITTLE);
    try (SocketCaller caller = open(REALTIME)) {
      ScriptedSocket.Session _ = answering(caller, 60);

      assertThat(caller.closed()).isEqualTo(1008);
      Usage usage = gateway().log.nextCharged();
      assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    }
  }

  @Test
  void goesOnWithAResponseAsLongAsThereIsCredit() throws Exception {
    limited(provider.base(), MUCH);
    try (SocketCaller caller = open(REALTIME)) {
      ScriptedSocket.Session session = answering(caller, 60);
      session.say(ScriptedSocket.done("r1", "completed", 10, 3_000));

      caller.event("response.done");
      Usage usage = gateway().log.nextCharged();
      assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(usage.getReservedTokens()).isGreaterThan(3_000);
      assertThat(session.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void waitsForColdCreditAtAResponsesSocketAsAPostDoes() throws Exception {
    ScriptedUpstream upstream =
        new ScriptedUpstream(
            ScriptedUpstream.events(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},"
                    + "\"finish_reason\":\"stop\"}]}\n\n",
                "data: [DONE]\n\n"));
    limited(upstream.base(), MUCH);
    try (upstream;
        SocketCaller caller = open("/v1/responses")) {
      caller.say("{\"type\":\"response.create\",\"model\":\"small\",\"input\":\"" + WORDS + "\"}");

      caller.event("response.completed");
      assertThat(gateway().log.nextCharged().getReservedTokens()).isGreaterThan(5_000);
    }
  }

  /** 50 tokens. */
  private static String delta() {
    return "{\"type\":\"response.output_text.delta\",\"response_id\":\"r1\",\"delta\":\"%s\"}"
        .formatted("~".repeat(200));
  }

  /** A response is asked for, and the provider has said so many pieces of it. */
  private ScriptedSocket.Session answering(SocketCaller caller, int pieces) throws Exception {
    ScriptedSocket.Session session = provider.session();
    caller.say("{\"type\":\"response.create\"}");
    session.heard();
    session.say("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
    for (int i = 0; i < pieces; i++) {
      session.say(delta());
    }
    return session;
  }
}
