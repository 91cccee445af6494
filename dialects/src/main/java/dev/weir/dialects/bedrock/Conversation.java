package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;

/**
 * The messages as Bedrock takes them: the user first, then by turns; neighbours of one role are one
 * message, in which results of tools stand before all else; no message is empty, and none has a
 * document without a text
 * (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html).
 */
final class Conversation {

  /** Stands in for the user where the model spoke first. */
  private static final String MODEL_BEGAN = "(The assistant speaks first.)";

  /** Stands beside a document that comes alone. */
  private static final String DOCUMENT_ALONE = "(See the document.)";

  private final ArrayNode messages = Json.newArray();
  private String role = "";
  private ArrayNode results = Json.newArray();
  private ArrayNode content = Json.newArray();

  /** Whether the model spoke last. */
  boolean modelSpokeLast() {
    return role.equals("assistant");
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

  private void open(String next) {
    if (!role.equals(next)) {
      close();
      role = next;
    }
  }

  private void close() {
    if (!results.isEmpty() || !content.isEmpty()) {
      if (has("document") && !has("text")) {
        content.add(text(DOCUMENT_ALONE));
      }
      results.addAll(content);
      messages.addObject().put("role", role).set("content", results);
      results = Json.newArray();
      content = Json.newArray();
    }
  }

  private boolean has(String block) {
    return content.valueStream().anyMatch(it -> it.has(block));
  }

  /**
   * Where the model spoke last, it goes on from there, and Claude refuses white space at the end.
   * Tells whether there was any.
   */
  boolean endsWithoutSpace() {
    if (!role.equals("assistant")) {
      return false;
    }
    int last = content.size() - 1;
    while (last > 0 && content.get(last).has("cachePoint")) {
      last--;
    }
    if (!(content.path(last) instanceof ObjectNode block) || !block.path("text").isTextual()) {
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

  static ObjectNode text(String text) {
    return Json.newObject().put("text", text);
  }
}
