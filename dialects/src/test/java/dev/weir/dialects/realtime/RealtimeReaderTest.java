package dev.weir.dialects.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of an event, and what a record shows of it. */
final class RealtimeReaderTest {

  private static Optional<RealtimeEvent> read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return RealtimeReader.read(bytes, bytes.length);
  }

  private static String recorded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(
        read(text).orElseThrow().withoutAudio(bytes, bytes.length), StandardCharsets.UTF_8);
  }

  @Test
  void findsTheResponseByItsFieldOrByTheObject() {
    assertThat(read("{\"type\":\"x\",\"response_id\":\"r1\"}").orElseThrow().responseId())
        .isEqualTo("r1");
    assertThat(
            read("{\"response\":{\"output\":[{\"id\":\"i1\"}],\"id\":\"r2\"},"
                    + "\"type\":\"response.done\"}")
                .orElseThrow()
                .responseId())
        .isEqualTo("r2");
  }

  @Test
  void findsWhatAnErrorIsAbout() {
    RealtimeEvent event =
        read("{\"type\":\"error\",\"event_id\":\"e1\",\"error\":{\"event_id\":\"mine\"}}")
            .orElseThrow();

    assertThat(event.eventId()).isEqualTo("e1");
    assertThat(event.causeId()).isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "response.output_text.delta",
        "response.output_audio_transcript.delta",
        "response.function_call_arguments.delta"
      })
  void countsWhatTheModelWrites(String type) {
    assertThat(read("{\"type\":\"" + type + "\",\"delta\":\"h\\u00e9!\"}").orElseThrow())
        .satisfies(it -> {
          assertThat(it.textCharacters()).isEqualTo(3);
          assertThat(it.audioCharacters()).isZero();
        });
  }

  @Test
  void takesASpokenDeltaForAudioWhereverItsTypeStands() {
    String text = "{\"delta\":\"QUJD\",\"type\":\"response.output_audio.delta\"}";

    assertThat(read(text).orElseThrow().textCharacters()).isZero();
    assertThat(recorded(text))
        .isEqualTo(
            "{\"delta\":\"[4 characters of audio]\",\"type\":\"response.output_audio.delta\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{'type':'session.updated','session':{'audio':{'input':{'format':{'type':'audio/pcmu'}},"
            + "'output':{'format':{'type':'audio/pcma'}}}}}! G711! G711",
        "{'type':'session.created','session':{'audio':{'input':{'format':{'type':'audio/pcm',"
            + "'rate':24000},'turn_detection':{'type':'server_vad'}},'output':{'format':"
            + "{'type':'audio/pcmu'}}}}}! PCM16! G711",
        "{'type':'session.created','session':{'input_audio_format':'g711_ulaw',"
            + "'output_audio_format':'pcm16'}}! G711! PCM16",
        "{'type':'response.created','response':{'id':'r1','audio':{'output':{'format':"
            + "{'type':'audio/pcmu'}}}}}! ! G711",
        "{'type':'conversation.item.added','item':{'type':'audio/pcmu'}}! ! ",
        "{'type':'session.created','session':{'type':'realtime','tools':[{'type':'audio/pcmu'}]}}! ! "
      })
  void findsHowAudioIsWritten(
      String text, @Nullable SpeechFormat heard, @Nullable SpeechFormat spoken) {
    RealtimeEvent event = read(text.replace('\'', '"')).orElseThrow();

    assertThat(event.heard()).isEqualTo(Optional.ofNullable(heard));
    assertThat(event.spoken()).isEqualTo(Optional.ofNullable(spoken));
  }

  @Test
  void takesASecondOfSpeechForTwentyTokensHoweverItIsWritten() {
    assertThat(RealtimeEvent.spokenTokens(SpeechFormat.PCM16.asPcm16(64_000))).isEqualTo(20);
    assertThat(RealtimeEvent.spokenTokens(SpeechFormat.G711.asPcm16(10_666))).isEqualTo(20);
  }

  @Test
  void leavesAllButAudioInARecord() {
    assertThat(
            recorded(
                "{\"type\":\"conversation.item.create\",\"item\":{\"content\":["
                    + "{\"type\":\"input_text\",\"text\":\"h\u00e9 \\\"audio\\\"\"},"
                    + "{\"type\":\"input_audio\",\"audio\":\"QUJD\"},{\"audio\":\"\"}]}}"))
        .isEqualTo(
            "{\"type\":\"conversation.item.create\",\"item\":{\"content\":["
                + "{\"type\":\"input_text\",\"text\":\"h\u00e9 \\\"audio\\\"\"},"
                + "{\"type\":\"input_audio\",\"audio\":\"[4 characters of audio]\"},"
                + "{\"audio\":\"[0 characters of audio]\"}]}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"\"}",
        "{\"type\":\"x\"",
        "{\"type\":\"x\"} {}",
        "{\"type\":\"x\",\"a\":[}"
      })
  void isNothingWhereThereIsNoObjectWithAType(String wrong) {
    assertThat(read(wrong)).isEmpty();
  }

  @Test
  void takesWhatIsTooLongForANameForNone() {
    assertThat(
            read("{\"type\":\"x\",\"event_id\":\"" + "e".repeat(10_000) + "\"}")
                .orElseThrow()
                .eventId())
        .isEmpty();
  }

  @Test
  void readsEveryBeginningOfAnEventWithoutBreaking() {
    byte[] whole =
        "{\"type\":\"error\",\"error\":{\"event_id\":\"m\",\"a\":[{\"audio\":\"QQ==\"}]},\"n\":1e9}"
            .getBytes(StandardCharsets.UTF_8);

    for (int length = 0; length < whole.length; length++) {
      assertThat(RealtimeReader.read(Arrays.copyOf(whole, length), length)).isEmpty();
    }
    assertThat(RealtimeReader.read(whole, whole.length)).isPresent();
  }

  @Test
  void givesAnEventAName() {
    byte[] message = " {\"type\":\"response.create\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(
            new String(RealtimeText.named(message, message.length, "e\"1"), StandardCharsets.UTF_8))
        .isEqualTo("{\"event_id\":\"e\\\"1\",\"type\":\"response.create\"}");
  }
}
