package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;

/** The items of an output, each in its place, and the events that tell of them. */
final class OutputItems {

  /** Takes an event's fields beside {@code type} and {@code sequence_number}. */
  interface Sink {
    void event(String type, ObjectNode body);
  }

  /** Where an item stands, and its id. */
  record Place(int index, String id) {}

  private final String requestId;
  private final Sink sink;
  private final ArrayNode items = Json.newArray();

  OutputItems(String requestId, Sink sink) {
    this.requestId = requestId;
    this.sink = sink;
  }

  /** All of them; an item that is not done stands as it began. */
  ArrayNode all() {
    return items;
  }

  /** The next place, with an id that begins so. */
  Place open(String prefix) {
    int index = items.size();
    items.addObject();
    return new Place(index, prefix + "_" + requestId + "_" + index);
  }

  void added(Place place, JsonNode item) {
    say("response.output_item.added", place, item);
  }

  void done(Place place, JsonNode item) {
    say("response.output_item.done", place, item);
  }

  private void say(String type, Place place, JsonNode item) {
    items.set(place.index(), item);
    ObjectNode event = Json.newObject().put("output_index", place.index());
    event.set("item", item);
    sink.event(type, event);
  }

  /** An event about the item in that place. */
  void say(String type, Place place, ObjectNode more) {
    ObjectNode event = Json.newObject().put("item_id", place.id());
    event.put("output_index", place.index());
    event.setAll(more);
    sink.event(type, event);
  }

  /** An event of this dialect, as it came. */
  void pass(JsonNode event) {
    ObjectNode body = Json.newObject();
    event
        .properties()
        .forEach(each -> {
          if (!each.getKey().equals("type") && !each.getKey().equals("sequence_number")) {
            body.set(each.getKey(), each.getValue());
          }
        });
    sink.event(event.path("type").asText(), body);
  }

  static String statusOf(boolean completed) {
    return completed ? "completed" : "incomplete";
  }
}
