package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;

/** A message on its way: its last part is open, a text or a refusal. */
final class OpenMessage {

  private static final String TEXT = "output_text";

  private final OutputItems items;
  private final OutputItems.Place place;
  private final ArrayNode content = Json.newArray();
  private final StringBuilder text = new StringBuilder();
  private ArrayNode annotations = Json.newArray();
  private String kind = "";

  OpenMessage(OutputItems items) {
    this.items = items;
    this.place = items.open("msg");
    items.added(place, item("in_progress"));
  }

  /** More of a part of this kind, {@code output_text} or {@code refusal}. */
  void append(String wanted, String more) {
    if (!kind.equals(wanted)) {
      closePart();
      kind = wanted;
      part("response.content_part.added");
    }
    text.append(more);
    ObjectNode event = Json.newObject().put("delta", more);
    if (kind.equals(TEXT)) {
      event.putArray("logprobs");
    }
    say("response." + kind + ".delta", event);
  }

  /** A source of the open text; without one it has no place. */
  void cite(JsonNode annotation) {
    if (!kind.equals(TEXT)) {
      return;
    }
    ObjectNode event = Json.newObject().put("annotation_index", annotations.size());
    event.set("annotation", annotation);
    annotations.add(annotation);
    say("response.output_text.annotation.added", event);
  }

  void close(boolean completed) {
    closePart();
    items.done(place, item(OutputItems.statusOf(completed)));
  }

  private void closePart() {
    if (kind.isEmpty()) {
      return;
    }
    ObjectNode event = Json.newObject();
    if (kind.equals(TEXT)) {
      event.put("text", text.toString()).putArray("logprobs");
    } else {
      event.put("refusal", text.toString());
    }
    say("response." + kind + ".done", event);
    part("response.content_part.done");
    content.add(openPart());
    text.setLength(0);
    annotations = Json.newArray();
    kind = "";
  }

  private void part(String type) {
    ObjectNode event = Json.newObject();
    event.set("part", openPart());
    say(type, event);
  }

  private ObjectNode openPart() {
    ObjectNode part = Json.newObject().put("type", kind);
    if (kind.equals(TEXT)) {
      part.put("text", text.toString());
      part.set("annotations", annotations.deepCopy());
      part.putArray("logprobs");
    } else {
      part.put("refusal", text.toString());
    }
    return part;
  }

  private void say(String type, ObjectNode more) {
    ObjectNode event = Json.newObject().put("content_index", content.size());
    event.setAll(more);
    items.say(type, place, event);
  }

  private ObjectNode item(String status) {
    ObjectNode item = Json.newObject();
    item.put("id", place.id());
    item.put("type", "message");
    item.put("status", status);
    item.put("role", "assistant");
    item.set("content", content.deepCopy());
    return item;
  }
}
