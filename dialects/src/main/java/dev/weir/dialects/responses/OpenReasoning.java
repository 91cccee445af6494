package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/** A reasoning item on its way. Its text is a summary, which is what clients show. */
final class OpenReasoning {

  private final OutputItems items;
  private final OutputItems.Place place;
  private final StringBuilder text = new StringBuilder();

  OpenReasoning(OutputItems items) {
    this.items = items;
    this.place = items.open(ReasoningProof.OUR_ID);
    items.added(place, item(Optional.empty()));
  }

  void append(String more) {
    if (text.isEmpty()) {
      part("response.reasoning_summary_part.added", "");
    }
    text.append(more);
    say("response.reasoning_summary_text.delta", Json.newObject().put("delta", more));
  }

  void close(Optional<ReasoningProof> proof) {
    if (!text.isEmpty()) {
      say("response.reasoning_summary_text.done", Json.newObject().put("text", text.toString()));
      part("response.reasoning_summary_part.done", text.toString());
    }
    items.done(place, item(proof));
  }

  private void part(String type, String whole) {
    ObjectNode event = Json.newObject();
    event.set("part", summary(whole));
    say(type, event);
  }

  private void say(String type, ObjectNode more) {
    ObjectNode event = Json.newObject().put("summary_index", 0);
    event.setAll(more);
    items.say(type, place, event);
  }

  private ObjectNode item(Optional<ReasoningProof> proof) {
    ObjectNode item = Json.newObject();
    item.put("id", place.id());
    item.put("type", "reasoning");
    if (text.isEmpty()) {
      item.putArray("summary");
    } else {
      item.putArray("summary").add(summary(text.toString()));
    }
    proof.ifPresent(it -> it.write(item));
    return item;
  }

  private static ObjectNode summary(String whole) {
    return Json.newObject().put("type", "summary_text").put("text", whole);
  }
}
