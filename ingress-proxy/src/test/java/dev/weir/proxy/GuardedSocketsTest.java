package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guards do with WebSockets: they read Responses, and say that they do not read Realtime. */
final class GuardedSocketsTest extends RealtimeCase {

  @Test
  void blocksAPromptOfAResponsesSocket() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block}]");
    try (SocketCaller caller = open("/v1/responses")) {
      caller.say(
          "{\"type\":\"response.create\",\"model\":\"small\",\"input\":\"to ann@example.com\"}");

      assertThat(caller.event("error").toString()).contains("content_filter", "guard 'mail'");
    }
    assertThat(gateway.log.next(Prompt.class).getCoverage().getFirst().getVerdict())
        .isEqualTo("found");
  }

  @Test
  void saysOfARealtimeSessionThatNobodyRead() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address]}]");
    try (SocketCaller caller = open(PATH)) {
      ScriptedSocket.Session session = provider.session();
      caller.say("{\"type\":\"response.create\"}");
      session.heard();
      session.answers("r1", "hi", 12, 5);
      caller.event("response.done");

      assertThat(gateway.log.next(Prompt.class).getCoverage())
          .extracting(Coverage::getVerdict)
          .containsOnly("skipped");
      Coverage response = responseCoverage();
      assertThat(response.getVerdict()).isEqualTo("skipped");
      assertThat(response.getBytesSeen()).isZero();
      assertThat(response.getBytesTotal()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", on-failure: fail-closed"})
  void opensNoRealtimeSessionForATeamWhoseGuardFailsClosed(String onFailure) {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block" + onFailure + "}]");

    assertThatThrownBy(() -> open(PATH)).isInstanceOf(Throwable.class);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void opensARealtimeSessionOutsideOfAClosedGuardsShare() throws Exception {
    gateway.govern(
        "guards: [{id: mail, find: [email-address], mode: block, share: 0,"
            + " on-failure: fail-closed}]");

    try (SocketCaller caller = open(PATH)) {
      ScriptedSocket.Session session = provider.session();
      caller.say("{\"type\":\"response.create\"}");
      session.heard();
      session.answers("r1", "hi", 12, 5);
      caller.event("response.done");
    }
  }

  private Coverage responseCoverage() throws InterruptedException {
    while (true) {
      ResponseFrame frame = gateway.log.next(ResponseFrame.class);
      if (frame.getEnd() != null && !frame.getEnd().getCoverage().isEmpty()) {
        return frame.getEnd().getCoverage().getFirst();
      }
    }
  }
}
