package dev.weir.dialects.realtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One event of a Realtime session, from either side. Texts are empty where the event has none.
 *
 * @param eventId the sender's own name for the event
 * @param responseId of the response that a server's event belongs to
 * @param causeId in a server's {@code error}: the event of the client's that it is about
 * @param textCharacters UTF-16 units that the model wrote, in a server's delta of text
 * @param audio where base64 of audio lies, inside its quotes, in order
 * @param heard how the caller's audio is written, where the event says it of the session
 * @param spoken the same of the model's, also where it says it of a response
 */
public record RealtimeEvent(
    String type,
    String eventId,
    String responseId,
    String causeId,
    long textCharacters,
    List<Span> audio,
    Optional<SpeechFormat> heard,
    Optional<SpeechFormat> spoken) {

  /** Bytes from {@code from} to {@code to} of the message. */
  public record Span(int from, int to) {

    int length() {
      return to - from;
    }
  }

  /**
   * Base64 characters of a token of audio: OpenAI counts one for each 50 ms that the model speaks
   * and one for each 100 ms that it hears; in pcm16 at 24 kHz, the default format.
   */
  private static final int SPOKEN_CHARACTERS_PER_TOKEN = 3_200;

  private static final int HEARD_CHARACTERS_PER_TOKEN = 2 * SPOKEN_CHARACTERS_PER_TOKEN;

  public RealtimeEvent {
    audio = List.copyOf(audio);
  }

  public boolean is(String name) {
    return type.equals(name);
  }

  /** Base64 characters of audio. */
  public long audioCharacters() {
    return audio.stream().mapToLong(Span::length).sum();
  }

  /** Tokens of audio that the model says in base64 of this length, of pcm16; rounded up. */
  public static long spokenTokens(long audioCharacters) {
    return Math.ceilDiv(audioCharacters, SPOKEN_CHARACTERS_PER_TOKEN);
  }

  /** The same of audio that the model hears. */
  public static long heardTokens(long audioCharacters) {
    return Math.ceilDiv(audioCharacters, HEARD_CHARACTERS_PER_TOKEN);
  }

  /** The message for a record: each piece of audio is exchanged for its size. */
  public byte[] withoutAudio(byte[] message, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(length, 1024));
    int at = 0;
    for (Span span : audio) {
      out.write(message, at, span.from() - at);
      out.writeBytes(
          ("[" + span.length() + " characters of audio]").getBytes(StandardCharsets.US_ASCII));
      at = span.to();
    }
    out.write(message, at, length - at);
    return out.toByteArray();
  }
}
