package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import org.junit.jupiter.api.Test;

/** What is recorded of a Realtime session, and what is not said where it cannot be. */
final class RealtimeRecordTest extends RealtimeCase {

  private static final String ITEM =
      "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
          + "\"content\":[{\"type\":\"input_text\",\"text\":\"hello\"}]}}";

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
}
