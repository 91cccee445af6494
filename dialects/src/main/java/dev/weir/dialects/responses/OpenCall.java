package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.Namespaces;
import dev.weir.dialects.json.CallArguments;
import dev.weir.dialects.json.Json;

/** A call of a function or of a custom tool on its way. */
final class OpenCall {

  /** What is called, and the words for it. */
  enum Kind {
    FUNCTION("fc", "function_call", "arguments", "response.function_call_arguments", "{}"),
    CUSTOM("ctc", "custom_tool_call", "input", "response.custom_tool_call_input", "");

    private final String idPrefix;
    private final String itemType;
    private final String member;
    private final String events;

    /** What no arguments at all are. */
    private final String nothing;

    Kind(String idPrefix, String itemType, String member, String events, String nothing) {
      this.idPrefix = idPrefix;
      this.itemType = itemType;
      this.member = member;
      this.events = events;
      this.nothing = nothing;
    }
  }

  private final OutputItems items;
  private final Kind kind;
  private final OutputItems.Place place;
  private final String callId;
  private final String name;
  private final StringBuilder said = new StringBuilder();
  private final CallArguments arguments = new CallArguments();

  OpenCall(OutputItems items, Kind kind, String callId, String name) {
    this.items = items;
    this.kind = kind;
    this.place = items.open(kind.idPrefix);
    this.callId = callId;
    this.name = name;
    items.added(place, item("in_progress", ""));
  }

  void append(String more) {
    say(kind == Kind.FUNCTION ? arguments.read(more) : more);
  }

  private void say(String more) {
    if (!more.isEmpty()) {
      said.append(more);
      items.say(kind.events + ".delta", place, Json.newObject().put("delta", more));
    }
  }

  /** Whether its arguments are a whole object, to which nothing can be added. */
  boolean isWhole() {
    return kind == Kind.FUNCTION && arguments.isWhole();
  }

  void close(boolean completed) {
    say(arguments.rest());
    String whole = said.isEmpty() ? kind.nothing : said.toString();
    ObjectNode done = Json.newObject();
    if (kind == Kind.FUNCTION) {
      done.put("name", Namespaces.nameOf(name));
    }
    items.say(kind.events + ".done", place, done.put(kind.member, whole));
    items.done(place, item(OutputItems.statusOf(completed), whole));
  }

  private ObjectNode item(String status, String text) {
    ObjectNode item = Json.newObject();
    item.put("id", place.id());
    item.put("type", kind.itemType);
    item.put("status", status);
    item.put("call_id", callId);
    ResponsesItemWriter.named(item, name);
    item.put(kind.member, text);
    return item;
  }
}
