package dev.weir.standalone.echo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parts of a chat completion request that the provider looks at.
 *
 * @param tools the names of the offered functions
 */
record ChatRequest(
    String model,
    List<Message> messages,
    boolean stream,
    boolean includeUsage,
    List<String> tools,
    OptionalLong outputMaxTokens) {

  /** The text of one message; what is not text counts as nothing. */
  record Message(String role, String text) {}

  /** What a body turned out to be. */
  sealed interface Reading {
    record Understood(ChatRequest request) implements Reading {}

    record Malformed(String message, String parameter) implements Reading {}
  }

  static Reading read(JsonNode body) {
    if (!body.isObject()) {
      return new Reading.Malformed("The body is not a JSON object.", "");
    }
    if (!body.path("model").isTextual()) {
      return new Reading.Malformed("'model' must be a string.", "model");
    }
    if (body.path("n").asInt(1) != 1) {
      return new Reading.Malformed("'n' must be 1.", "n");
    }
    Optional<List<Message>> messages = messages(body.path("messages"));
    if (messages.isEmpty()) {
      return new Reading.Malformed("'messages' must be a list of messages.", "messages");
    }
    JsonNode max =
        body.path(body.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens");
    boolean limited = !max.isMissingNode() && !max.isNull();
    if (limited && (!max.canConvertToLong() || max.longValue() < 1)) {
      return new Reading.Malformed("The tokens' limit must be a positive integer.", "max_tokens");
    }
    return new Reading.Understood(
        new ChatRequest(
            body.path("model").textValue(),
            messages.get(),
            body.path("stream").asBoolean(),
            body.path("stream_options").path("include_usage").asBoolean(),
            tools(body.path("tools")),
            limited ? OptionalLong.of(max.longValue()) : OptionalLong.empty()));
  }

  long promptTokens() {
    return messages.stream().mapToLong(message -> TokenCount.of(message.text())).sum();
  }

  String lastUserText() {
    return messages.reversed().stream()
        .filter(message -> message.role().equals("user"))
        .findFirst()
        .map(Message::text)
        .orElse("");
  }

  boolean endsWithToolResult() {
    return messages.getLast().role().equals("tool");
  }

  private static Optional<List<Message>> messages(JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      return Optional.empty();
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : list) {
      if (!message.path("role").isTextual()) {
        return Optional.empty();
      }
      messages.add(new Message(message.path("role").textValue(), text(message.path("content"))));
    }
    return Optional.of(List.copyOf(messages));
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").asText(""));
    }
    return text.toString();
  }

  private static List<String> tools(JsonNode list) {
    List<String> names = new ArrayList<>();
    for (JsonNode tool : list) {
      String name = tool.path("function").path("name").asText("");
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }
}
