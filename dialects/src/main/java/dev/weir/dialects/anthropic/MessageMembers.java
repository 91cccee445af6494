package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What Claude's answers say beside their content and that only this dialect knows: the container
 * that programs ran in, what was taken out of the request before the model saw it, and why the
 * prompt was not in the cache. A stream says the first in {@code message_start} and, with the
 * container in its delta, in {@code message_delta}.
 */
final class MessageMembers {

  private static final String CONTAINER = "container";

  private static final List<String> NAMES =
      List.of(CONTAINER, "context_management", "input_transformations", "diagnostics");

  private final Map<String, JsonNode> waiting = new LinkedHashMap<>();

  static boolean isOne(String type) {
    return NAMES.contains(type);
  }

  /** Tells those that say something. */
  static void read(JsonNode message, Consumer<AnswerEvent> sink) {
    for (String name : NAMES) {
      if (says(message.path(name))) {
        sink.accept(new AnswerEvent.Foreign(0, DialectName.ANTHROPIC, name, message.path(name)));
      }
    }
  }

  /** Whether there is anything but nulls, and lists and objects of nothing else. */
  private static boolean says(JsonNode value) {
    if (!value.isContainerNode()) {
      return !value.isMissingNode() && !value.isNull();
    }
    for (JsonNode each : value) {
      if (says(each)) {
        return true;
      }
    }
    return false;
  }

  void take(String name, JsonNode value) {
    waiting.put(name, value);
  }

  /** Writes what came so far into a message. */
  void into(ObjectNode message) {
    waiting.forEach(message::set);
    waiting.clear();
  }

  /** Writes what came since into the event at the end. */
  void into(ObjectNode event, ObjectNode delta) {
    waiting.forEach((name, value) -> (name.equals(CONTAINER) ? delta : event).set(name, value));
    waiting.clear();
  }
}
