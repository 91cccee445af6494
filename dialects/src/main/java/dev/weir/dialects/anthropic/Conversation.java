package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;

/**
 * The messages as Anthropic takes them: the user first, then by turns; neighbours of one role are
 * one message, in which results of tools stand before all else; no message is empty.
 */
final class Conversation {

  /** Stands in for the user where the model spoke first. */
  private static final String MODEL_BEGAN = "(The assistant speaks first.)";

  private final ArrayNode messages = Json.newArray();
  private String role = "";
  private ArrayNode results = Json.newArray();
  private ArrayNode content = Json.newArray();

  /** Who spoke last; empty at the beginning. */
  String lastRole() {
    return role;
  }

  void user(ArrayNode moreResults, ArrayNode more) {
    if (!moreResults.isEmpty() || !more.isEmpty()) {
      open("user");
      results.addAll(moreResults);
      content.addAll(more);
    }
  }

  /** What the model said, which is something. */
  void assistant(ArrayNode more) {
    if (role.isEmpty()) {
      user(Json.newArray(), Json.newArray().add(text(MODEL_BEGAN)));
    }
    open("assistant");
    content.addAll(more);
  }

  /** Instructions in the middle, after a user and before the model. */
  void system(ArrayNode more) {
    open("system");
    content.addAll(more);
  }

  private void open(String next) {
    if (!role.equals(next)) {
      close();
      role = next;
    }
  }

  private void close() {
    if (!results.isEmpty() || !content.isEmpty()) {
      results.addAll(content);
      setContent(messages.addObject().put("role", role), "content", results);
      results = Json.newArray();
      content = Json.newArray();
    }
  }

  /**
   * Where the model spoke last, it goes on from there, and Claude refuses white space at the end.
   * Tells whether there was any.
   */
  boolean endsWithoutSpace() {
    if (!role.equals("assistant")) {
      return false;
    }
    if (!(content.path(content.size() - 1) instanceof ObjectNode block)
        || !block.path("type").asText().equals("text")) {
      return false;
    }
    String text = block.path("text").asText();
    block.put("text", text.stripTrailing());
    return !text.equals(text.stripTrailing());
  }

  ArrayNode messages() {
    close();
    role = "";
    return messages;
  }

  /** Whether the model spoke last, and calls nothing that is still to be answered. */
  static boolean endsWithWordsOfTheModel(JsonNode messages) {
    JsonNode last = messages.path(messages.size() - 1);
    boolean calls = false;
    for (JsonNode block : last.path("content")) {
      calls |= block.path("type").asText().equals("tool_use");
    }
    return last.path("role").asText().equals("assistant") && !calls;
  }

  static ObjectNode text(String text) {
    return Json.newObject().put("type", "text").put("text", text);
  }

  /** A lone plain text is written as a string, which every compatible server understands. */
  static void setContent(ObjectNode node, String name, ArrayNode blocks) {
    if (blocks.size() == 1
        && blocks.get(0).size() == 2
        && blocks.get(0).path("type").asText().equals("text")) {
      node.set(name, blocks.get(0).get("text"));
    } else {
      node.set(name, blocks);
    }
  }
}
