package dev.weir.dialects.realtime;

import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.OpenAiError;
import java.nio.charset.StandardCharsets;

/** Events that Weir itself writes. */
public final class RealtimeText {

  private RealtimeText() {}

  /**
   * An {@code error} for the client.
   *
   * @param eventId names this event
   * @param causeId the client's event that it is about; empty for none
   */
  public static byte[] error(OpenAiError error, String eventId, String causeId) {
    String body = new String(error.body(), StandardCharsets.UTF_8);
    String inner = body.substring("{\"error\":{".length());
    String cause = causeId.isEmpty() ? "null" : quoted(causeId);
    return bytes(
        "{\"type\":\"error\",\"event_id\":"
            + quoted(eventId)
            + ",\"error\":{\"event_id\":"
            + cause
            + ","
            + inner);
  }

  /** Asks the provider to end a response. */
  public static byte[] cancel(String responseId) {
    return bytes("{\"type\":\"response.cancel\",\"response_id\":" + quoted(responseId) + "}");
  }

  /** The client's event with a name, so that an answer can tell which it is about. */
  public static byte[] named(byte[] message, int length, String eventId) {
    int from = 0;
    while (message[from] != '{') {
      from++;
    }
    byte[] name = bytes("{\"event_id\":" + quoted(eventId) + ",");
    byte[] named = new byte[name.length + length - from - 1];
    System.arraycopy(name, 0, named, 0, name.length);
    System.arraycopy(message, from + 1, named, name.length, length - from - 1);
    return named;
  }

  /** What a record has in place of a prompt where the provider began to answer what it heard. */
  public static byte[] heard(long audioCharacters) {
    return bytes(
        "{\"type\":\"weir.heard\",\"audio\":\"[" + audioCharacters + " characters of audio]\"}");
  }

  private static String quoted(String text) {
    return new String(Json.quoted(text), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
