package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;

/** A function call on its way. */
final class OpenCall {

  private final OutputItems items;
  private final OutputItems.Place place;
  private final String callId;
  private final String name;
  private final StringBuilder arguments = new StringBuilder();

  OpenCall(OutputItems items, String callId, String name) {
    this.items = items;
    this.place = items.open("fc");
    this.callId = callId;
    this.name = name;
    items.added(place, item("in_progress", ""));
  }

  void append(String more) {
    arguments.append(more);
    items.say("response.function_call_arguments.delta", place, Json.newObject().put("delta", more));
  }

  void close(boolean completed) {
    // No arguments at all are an empty object.
    String whole = arguments.isEmpty() ? "{}" : arguments.toString();
    items.say(
        "response.function_call_arguments.done",
        place,
        Json.newObject().put("name", name).put("arguments", whole));
    items.done(place, item(OutputItems.statusOf(completed), whole));
  }

  private ObjectNode item(String status, String json) {
    ObjectNode item = Json.newObject();
    item.put("id", place.id());
    item.put("type", "function_call");
    item.put("status", status);
    item.put("call_id", callId);
    item.put("name", name);
    item.put("arguments", json);
    return item;
  }
}
