package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a Responses socket remembers: the last response and all that led to it, so that the next one
 * may say {@code previous_response_id} and no more than what is new. A provider over HTTP does not
 * know the response where the caller said {@code store: false}, or where it keeps none at all.
 *
 * <p>Not safe for use by several threads: a socket has one response at a time.
 */
public final class SocketMemory {

  private static final String PREVIOUS = "previous_response_id";
  private static final String INPUT = "input";

  /** An event says its type first; where one does not, its response is not remembered. */
  private static final int TYPE_BYTES_MAX = 64;

  private static final byte[] COMPLETED =
      "\"response.completed\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INCOMPLETE =
      "\"response.incomplete\"".getBytes(StandardCharsets.US_ASCII);

  private final int bytesMax;
  private String lastId = "";
  private byte[] lastItems = {};
  private Optional<ArrayNode> asked = Optional.empty();

  /** {@code bytesMax}: a longer conversation is not remembered. */
  public SocketMemory(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Bytes that are held. */
  public int bytes() {
    return lastItems.length;
  }

  /** Forgets the last response. */
  public void forget() {
    lastId = "";
    lastItems = new byte[0];
  }

  /** The request with what came before in its input, where it continues the last response. */
  ObjectNode expand(ObjectNode ask) {
    ArrayNode items = Json.newArray();
    String previous = ask.path(PREVIOUS).asText("");
    boolean known = !previous.isEmpty() && previous.equals(lastId);
    if (known) {
      Json.tree(lastItems, 0, lastItems.length).ifPresent(before -> before.forEach(items::add));
      ask.remove(PREVIOUS);
    }
    JsonNode input = ask.path(INPUT);
    if (input.isArray()) {
      input.forEach(items::add);
    } else if (input.isTextual()) {
      items.addObject().put("type", "message").put("role", "user").set("content", input);
    }
    if (known) {
      ask.set(INPUT, items);
    }
    // What refers to something that only the provider knows cannot be told again in full.
    asked = known || previous.isEmpty() ? Optional.of(items) : Optional.empty();
    return ask;
  }

  /** Looks at an event that goes to the caller; the one that ends a response is remembered. */
  public void sees(byte[] event) {
    if (!holds(COMPLETED, event) && !holds(INCOMPLETE, event)) {
      return;
    }
    forget();
    Optional<ArrayNode> items = asked;
    asked = Optional.empty();
    if (items.isEmpty()) {
      return;
    }
    Json.tree(event, 0, event.length)
        .map(it -> it.path("response"))
        .ifPresent(response -> remember(response, items.get()));
  }

  private void remember(JsonNode response, ArrayNode items) {
    for (JsonNode item : response.path("output")) {
      if (isTellable(item)) {
        items.add(item);
      }
    }
    byte[] all = Json.bytes(items);
    if (all.length <= bytesMax) {
      lastId = response.path("id").asText("");
      lastItems = all;
    }
  }

  /** Reasoning without its encrypted content is a reference to what the provider keeps. */
  private static boolean isTellable(JsonNode item) {
    return !item.path("type").asText().equals("reasoning")
        || item.path("encrypted_content").isTextual();
  }

  private static boolean holds(byte[] mark, byte[] event) {
    int last = Math.min(event.length, TYPE_BYTES_MAX) - mark.length;
    for (int at = 0; at <= last; at++) {
      if (Arrays.equals(event, at, at + mark.length, mark, 0, mark.length)) {
        return true;
      }
    }
    return false;
  }
}
