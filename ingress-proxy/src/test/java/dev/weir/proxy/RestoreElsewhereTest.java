package dev.weir.proxy;

import static dev.weir.proxy.ChatAnswers.chunk;
import static dev.weir.proxy.ChatAnswers.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was masked in a prompt comes back whichever model answers, and over a WebSocket too. */
final class RestoreElsewhereTest extends GatewayCase {

  private static final String ANN = "ann.canary@example.com";

  private static final String ONE = "<EMAIL_ADDRESS_1>";

  private static final String GUARD =
      "guards: [{id: mail, find: [email-address], mode: mask, direction: prompt}]";

  RestoreElsewhereTest() {
    super((_, _) -> true);
  }

  @BeforeEach
  void prepare() throws Exception {
    gateway.govern(GUARD);
    gateway.awaitKeys("mock");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoresTheAnswerOfTheModelThatWasAskedSecond(boolean stream) throws Exception {
    small(stream, (_, _) -> true);

    HttpResponse<String> answer = ask("hedged", stream);

    assertThat(answer.body()).contains(ANN + " now").doesNotContain("EMAIL");
    restoredAfter(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"both", "gem-or-small"})
  void restoresTheAnswerOfTheModelThatStandsIn(String route) throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      small(stream, ScriptedUpstream.json(503, "{\"error\":{\"message\":\"about " + ONE + "\"}}"));

      HttpResponse<String> answer = ask(route, stream);

      assertThat(answer.body()).contains(ANN + " now").doesNotContain("EMAIL");
    }
    assertThat(upstream.asked()).hasSizeGreaterThanOrEqualTo(3);
    restoredAfter(3);
  }

  @Test
  void restoresAndMasksTheTurnsOfAResponsesSocket() throws Exception {
    small(true, (_, _) -> true);
    try (SocketCaller caller =
        SocketCaller.open(client, gateway, "/v1/responses", TestKeys.KEY.reveal())) {
      caller.say(
          "{\"type\":\"response.create\",\"model\":\"small\",\"store\":false,\"input\":\"to "
              + ANN
              + "\"}");
      JsonNode first = caller.event("response.completed").path("response");
      caller.say(
          "{\"type\":\"response.create\",\"model\":\"small\",\"previous_response_id\":\""
              + first.path("id").asText()
              + "\",\"input\":\"and now?\"}");
      JsonNode second = caller.event("response.completed").path("response");

      assertThat(first.toString()).contains(ANN + " now").doesNotContain("EMAIL");
      assertThat(second.toString()).contains(ANN + " now").doesNotContain("EMAIL");
    }
    assertThat(upstream.asked().getLast().body()).contains("and now?", "ask " + ONE);
    restoredAfter(2);
  }

  /** Model "small" answers with the stand-in; others do something else. */
  private void small(boolean stream, ScriptedUpstream.Script others) {
    String[] events = {
      chunk("{\"content\":\"ask <EMAIL\"}", "null"),
      chunk("{\"content\":\"_ADDRESS_1> now\"}", "null"),
      chunk("{}", "\"stop\""),
      "data: [DONE]\n\n"
    };
    String document = document("ask " + ONE + " now");
    upstream.script((asked, out) -> {
      if (!asked.body().contains("\"small\"")) {
        return others.serve(asked, out);
      }
      return (stream ? ScriptedUpstream.events(events) : ScriptedUpstream.json(200, document))
          .serve(asked, out);
    });
  }

  /** No provider that was asked has the value, and no record. */
  private void restoredAfter(int asked) throws InterruptedException {
    assertThat(upstream.asked()).hasSizeGreaterThanOrEqualTo(asked);
    assertThat(upstream.asked())
        .allSatisfy(it -> assertThat(it.body()).contains(ONE).doesNotContain("canary"));
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(TestKeys.opened(prompt.getContent(), prompt.getEventId()))
        .contains(ONE)
        .doesNotContain("canary");
    for (ResponseFrame frame : gateway.log.all(ResponseFrame.class)) {
      if (frame.getContent() != null) {
        assertThat(TestKeys.opened(frame.getContent(), frame.getEventId()))
            .doesNotContain("canary");
      }
    }
  }

  private HttpResponse<String> ask(String model, boolean stream) throws Exception {
    return client.send(
        gateway
            .chat(
                "{\"model\":\""
                    + model
                    + "\",\"stream\":"
                    + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"to "
                    + ANN
                    + "\"}]}")
            .build(),
        BodyHandlers.ofString());
  }
}
