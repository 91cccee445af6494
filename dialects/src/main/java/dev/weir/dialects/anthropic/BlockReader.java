package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One block of an answer, from its start to its end. Text, thoughts and arguments are passed on as
 * they come. Sources come before the text that they belong to and wait for its end; a block that
 * only this dialect knows waits until it is whole.
 */
final class BlockReader {

  /** The type of {@link AnswerEvent.Foreign} that is the source of a text and no block. */
  static final String CITATION = "citation";

  private final Consumer<AnswerEvent> sink;
  private final JsonNode start;
  private final long textStart;
  private final String type;
  private final int call;
  private final StringBuilder signature = new StringBuilder();
  private final StringBuilder json = new StringBuilder();
  private final List<JsonNode> citations = new ArrayList<>();
  private final ObjectNode foreign;
  private final Map<String, StringBuilder> growing = new LinkedHashMap<>();
  private boolean inputCame;
  private long textEnd;

  /** {@code textStart} is the length of the text before the block, in code points. */
  BlockReader(JsonNode start, int call, long textStart, Consumer<AnswerEvent> sink) {
    this.textStart = textStart;
    this.textEnd = textStart;
    this.start = start;
    this.type = start.path("type").asText("");
    this.call = call;
    this.sink = sink;
    this.foreign =
        isForeign() && start instanceof ObjectNode object ? object.deepCopy() : Json.newObject();
    switch (type) {
      case "text" -> {
        text(start.path("text"));
        start.path("citations").forEach(citations::add);
      }
      case "thinking" -> {
        thinking(start.path("thinking"));
        append(signature, start.path("signature"));
      }
      case "tool_use" -> {
        String id = start.path("id").asText("");
        sink.accept(
            new AnswerEvent.ToolCallStarted(
                0,
                call,
                id.isEmpty() ? MadeIds.ofPlace(0, call) : id,
                start.path("name").asText(""),
                Optional.empty()));
      }
      default -> {
        // Known at the end.
      }
    }
  }

  boolean isCall() {
    return type.equals("tool_use");
  }

  /** Whether only this dialect knows it; what has no type lost its start. */
  private boolean isForeign() {
    return switch (type) {
      case "text", "thinking", "redacted_thinking", "tool_use", "" -> false;
      default -> true;
    };
  }

  void delta(JsonNode delta) {
    String kind = delta.path("type").asText("");
    if (kind.equals("input_json_delta")) {
      input(delta.path("partial_json"));
    } else if (isForeign()) {
      grow(delta);
    } else {
      known(kind, delta);
    }
  }

  private void input(JsonNode piece) {
    if (!piece.isTextual() || piece.textValue().isEmpty()) {
      return;
    }
    if (isCall()) {
      inputCame = true;
      sink.accept(new AnswerEvent.ToolCallDelta(0, call, piece.textValue()));
    } else {
      json.append(piece.textValue());
    }
  }

  private void known(String kind, JsonNode delta) {
    switch (kind) {
      case "text_delta" -> text(delta.path("text"));
      case "thinking_delta" -> thinking(delta.path("thinking"));
      case "signature_delta" -> append(signature, delta.path("signature"));
      case "citations_delta" -> {
        if (delta.path("citation").isObject()) {
          citations.add(delta.path("citation"));
        }
      }
      default -> {
        // Nothing that is known here.
      }
    }
  }

  private void text(JsonNode text) {
    if (text.isTextual() && !text.textValue().isEmpty()) {
      textEnd += text.textValue().codePointCount(0, text.textValue().length());
      sink.accept(new AnswerEvent.TextDelta(0, text.textValue()));
    }
  }

  private void thinking(JsonNode text) {
    if (text.isTextual() && !text.textValue().isEmpty()) {
      sink.accept(new AnswerEvent.ThinkingDelta(0, text.textValue()));
    }
  }

  private static void append(StringBuilder to, JsonNode text) {
    if (text.isTextual()) {
      to.append(text.textValue());
    }
  }

  /** A delta that is not known here adds to the block's members of the same names. */
  private void grow(JsonNode delta) {
    delta
        .properties()
        .forEach(each -> {
          String name = each.getKey();
          JsonNode value = each.getValue();
          if (name.equals("type")) {
            return;
          }
          JsonNode before = foreign.path(name);
          if (before.isTextual() && value.isTextual()) {
            growing
                .computeIfAbsent(name, _ -> new StringBuilder(before.textValue()))
                .append(value.textValue());
          } else {
            growing.remove(name);
            foreign.set(name, value);
          }
        });
  }

  /** The block has ended, or will have no more. */
  void end() {
    switch (type) {
      case "text" -> {
        // Nothing waits but its sources.
      }
      case "thinking", "" -> {
        if (!signature.isEmpty()) {
          CarriedThinking proof = CarriedThinking.of(signature.toString());
          sink.accept(new AnswerEvent.ThinkingSignature(0, proof.proof(), proof.signedBy()));
        }
      }
      case "redacted_thinking" -> {
        CarriedThinking proof = CarriedThinking.of(start.path("data").asText(""));
        sink.accept(new AnswerEvent.HiddenThinking(0, proof.proof(), proof.signedBy()));
      }
      case "tool_use" -> {
        // Some come with their whole input at the start.
        if (!inputCame && start.path("input").isObject() && !start.path("input").isEmpty()) {
          sink.accept(new AnswerEvent.ToolCallDelta(0, call, Json.text(start.path("input"))));
        }
      }
      default -> {
        growing.forEach((name, text) -> foreign.put(name, text.toString()));
        if (!json.isEmpty()) {
          Json.tree(json.toString()).ifPresent(input -> foreign.set("input", input));
        }
        sink.accept(new AnswerEvent.Foreign(0, DialectName.ANTHROPIC, type, foreign));
      }
    }
    citations.forEach(it ->
        sink.accept(new AnswerEvent.Foreign(0, DialectName.ANTHROPIC, CITATION, it, citation(it))));
  }

  /** A page that Claude found, of which the whole block tells. */
  private Optional<Citation> citation(JsonNode source) {
    return source.path("type").asText("").equals("web_search_result_location")
            && source.path("url").isTextual()
        ? Optional.of(
            new Citation(
                source.path("url").textValue(),
                source.path("title").asText(""),
                textStart,
                textEnd))
        : Optional.empty();
  }
}
