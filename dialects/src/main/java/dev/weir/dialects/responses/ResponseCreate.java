package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message on a Responses socket (OpenAI's WebSocket mode), as the request over HTTP that it
 * stands for, and what of an answer over HTTP is a message.
 */
public final class ResponseCreate {

  private static final String TYPE = "response.create";
  private static final byte[] ERROR =
      "{\"type\":\"error\",\"status\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DOCUMENT =
      "{\"type\":\"response.completed\",\"sequence_number\":0,\"response\":"
          .getBytes(StandardCharsets.US_ASCII);

  private ResponseCreate() {}

  /** What came of reading a message. */
  public sealed interface Reading {

    /** The body of {@code POST /v1/responses} with a stream as its answer. */
    record Asks(byte[] body) implements Reading {}

    /** Not to be asked here; the text says what to do and never quotes the message. */
    record Wrong(String message) implements Reading {}
  }

  /** Reads the first {@code length} bytes. {@code memory}: what the socket remembers. */
  public static Reading read(byte[] bytes, int length, SocketMemory memory) {
    JsonNode message;
    try {
      message = Json.object(bytes.length == length ? bytes : Arrays.copyOf(bytes, length)).node();
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.text().replace("The request body", "The message"));
    }
    if (!(message instanceof ObjectNode ask) || !TYPE.equals(message.path("type").asText())) {
      return new Reading.Wrong(
          "A message here is an object with \"type\": \"response.create\" and the fields of POST"
              + " /v1/responses.");
    }
    if (ask.path("background").asBoolean(false)) {
      return new Reading.Wrong("\"background\" is not served over a socket; leave it out.");
    }
    if (!ask.path("generate").asBoolean(true)) {
      return new Reading.Wrong(
          "\"generate\": false is not served: send the first turn at once, without it.");
    }
    ask.remove("type");
    ask.remove("event_id");
    ask.remove("background");
    ask.remove("generate");
    ask.put("stream", true);
    return new Reading.Asks(Json.bytes(memory.expand(ask)));
  }

  /** An error's body over HTTP, {@code {"error":{...}}}, as the event of a socket. */
  public static byte[] error(int status, byte[] body) {
    byte[] head =
        (new String(ERROR, StandardCharsets.US_ASCII) + status + ",")
            .getBytes(StandardCharsets.US_ASCII);
    return joined(head, body, 1, new byte[0]);
  }

  /** A whole answer, where a provider gave one instead of a stream, as the last event of one. */
  public static byte[] completed(byte[] document) {
    return joined(DOCUMENT, document, 0, new byte[] {'}'});
  }

  private static byte[] joined(byte[] head, byte[] body, int from, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + body.length - from + tail.length);
    System.arraycopy(body, from, all, head.length, body.length - from);
    System.arraycopy(tail, 0, all, all.length - tail.length, tail.length);
    return all;
  }
}
