package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Thinking in Chat messages. OpenAI has no field for it; compatible servers write the text as
 * {@code reasoning_content} or {@code reasoning}, and OpenRouter's {@code reasoning_details} carry
 * what a provider wants back unaltered: {@code reasoning.text} with a signature, {@code
 * reasoning.encrypted} with data, each with the {@code format} of the provider.
 */
final class ReasoningDetails {

  /** What clients of several makers keep beside the content. */
  static final String BLOCKS = "thinking_blocks";

  private ReasoningDetails() {}

  /** The thinking of an assistant's message. */
  static List<Part> read(At message) throws WrongJsonException {
    List<Part> parts = new ArrayList<>();
    for (At detail : message.array("reasoning_details")) {
      DialectName format = dialectOf(detail.expectObject().text("format").orElse(""));
      switch (detail.text("type").orElse("")) {
        case "reasoning.text" ->
            parts.add(
                new Part.Thinking(
                    detail.text("text").orElse(""), detail.text("signature"), format));
        case "reasoning.summary" ->
            parts.add(
                new Part.Thinking(detail.text("summary").orElse(""), Optional.empty(), format));
        case "reasoning.encrypted" ->
            parts.add(new Part.HiddenThinking(detail.need("data").asText(), format));
        default -> parts.add(untyped(detail, format));
      }
    }
    if (parts.isEmpty()) {
      parts.addAll(blocks(message).orElse(List.of()));
    }
    if (parts.isEmpty()) {
      Optional<String> text = message.text("reasoning_content");
      (text.isPresent() ? text : message.text("reasoning"))
          .ifPresent(
              it -> parts.add(new Part.Thinking(it, Optional.empty(), DialectName.OPENAI_CHAT)));
    }
    return parts;
  }

  /** A thought as Helicone tells it: without a type, and without a word of who signed it. */
  private static Part untyped(At detail, DialectName format) throws WrongJsonException {
    boolean told = !detail.node().has("type") && detail.node().path("thinking").isTextual();
    return told
        ? new Part.Thinking(detail.need("thinking").asText(), detail.text("signature"), format)
        : new Part.Foreign(DialectName.OPENAI_CHAT, "reasoning", detail.node());
  }

  /** Claude's own blocks beside the content; nothing where another client means something else. */
  static Optional<List<Part>> blocks(At message) {
    List<Part> parts = new ArrayList<>();
    try {
      for (At block : message.array(BLOCKS)) {
        if (!holdsPart(block.expectObject().node())) {
          parts.add(block(block));
        }
      }
    } catch (WrongJsonException _) {
      return Optional.empty();
    }
    return parts.stream().anyMatch(Part.Foreign.class::isInstance)
        ? Optional.empty()
        : Optional.of(parts);
  }

  /**
   * Claude's own block, as clients keep it beside the content or within; without a signature it may
   * be a thought of any model, whose text may come in pieces.
   */
  static Part block(At block) throws WrongJsonException {
    String type = block.text("type").orElse("");
    if (type.equals("redacted_thinking")) {
      return new Part.HiddenThinking(block.need("data").asText(), DialectName.ANTHROPIC);
    }
    if (!type.equals("thinking")) {
      return new Part.Foreign(DialectName.OPENAI_CHAT, "reasoning", block.node());
    }
    At text = block.need("thinking");
    StringBuilder whole = new StringBuilder();
    if (text.node().isArray()) {
      for (At piece : text.elements()) {
        whole.append(piece.expectObject().text("text").orElse(""));
      }
    } else {
      whole.append(text.asText());
    }
    Optional<String> signature = block.text("signature").filter(it -> !it.isEmpty());
    return new Part.Thinking(
        whole.toString(),
        signature,
        signature.isPresent() ? DialectName.ANTHROPIC : DialectName.OPENAI_CHAT);
  }

  /**
   * The same in an answer.
   *
   * @param shown whether the text stands beside it as {@code reasoning_content} already
   * @param told whether text stood there before: then a whole thought is one that was told
   */
  static void events(
      int choice, JsonNode detail, boolean shown, boolean told, Consumer<AnswerEvent> sink) {
    DialectName format = dialectOf(detail.path("format").asText(""));
    String thought = told ? "" : detail.path("thinking").asText("");
    String text = detail.path("text").asText(detail.path("summary").asText(thought));
    if (!shown && !text.isEmpty()) {
      sink.accept(new AnswerEvent.ThinkingDelta(choice, text));
    }
    String signature = detail.path("signature").asText("");
    if (!signature.isEmpty()) {
      sink.accept(new AnswerEvent.ThinkingSignature(choice, signature, format));
    }
    String data = detail.path("data").asText("");
    if (!data.isEmpty()) {
      sink.accept(new AnswerEvent.HiddenThinking(choice, data, format));
    }
  }

  /** The thoughts that blocks of an answer tell. */
  static String textOf(JsonNode blocks) {
    StringBuilder text = new StringBuilder();
    for (JsonNode block : blocks) {
      if (!holdsPart(block)) {
        text.append(block.path("thinking").asText(""));
      }
    }
    return text.toString();
  }

  /**
   * Claude's own block, or a piece of one, as gateways pass it on beside the content.
   *
   * @param withText whether its text stands nowhere else
   */
  static void eventsOfBlock(
      int choice, JsonNode block, boolean withText, Consumer<AnswerEvent> sink) {
    if (holdsPart(block)) {
      sink.accept(new AnswerEvent.Foreign(choice, DialectName.OPENAI_CHAT, BLOCKS, block));
      return;
    }
    String text = block.path("thinking").asText("");
    if (withText && !text.isEmpty()) {
      sink.accept(new AnswerEvent.ThinkingDelta(choice, text));
    }
    String signature = block.path("signature").asText("");
    if (!signature.isEmpty()) {
      sink.accept(new AnswerEvent.ThinkingSignature(choice, signature, DialectName.ANTHROPIC));
    }
    String data = block.path("data").asText("");
    if (!data.isEmpty()) {
      sink.accept(new AnswerEvent.HiddenThinking(choice, data, DialectName.ANTHROPIC));
    }
  }

  /** Some gateways put there any part of Gemini's that has a signature, words and calls too. */
  private static boolean holdsPart(JsonNode block) {
    String text = block.path("thinking").asText("");
    return text.startsWith("{")
        && Json.tree(text)
            .filter(it -> it.isObject() && (it.has("text") || it.has("functionCall")))
            .isPresent();
  }

  /** Whether any of the blocks is such a part. */
  static boolean holdParts(JsonNode blocks) {
    for (JsonNode block : blocks) {
      if (holdsPart(block)) {
        return true;
      }
    }
    return false;
  }

  static ArrayNode signature(String text, String signature, DialectName signedBy) {
    ArrayNode details = Json.newArray();
    ObjectNode detail = details.addObject();
    detail.put("type", "reasoning.text");
    if (!text.isEmpty()) {
      detail.put("text", text);
    }
    detail.put("signature", signature);
    detail.put("format", formatOf(signedBy));
    return details;
  }

  static ArrayNode hidden(String data, DialectName signedBy) {
    ArrayNode details = Json.newArray();
    ObjectNode detail = details.addObject();
    detail.put("type", "reasoning.encrypted");
    detail.put("data", data);
    detail.put("format", formatOf(signedBy));
    return details;
  }

  private static String formatOf(DialectName dialect) {
    return switch (dialect) {
      case ANTHROPIC -> "anthropic-claude-v1";
      case GEMINI -> "google-gemini-v1";
      case OPENAI_RESPONSES -> "openai-responses-v1";
      case BEDROCK -> "amazon-bedrock-converse";
      case OPENAI_CHAT -> "unknown";
    };
  }

  private static DialectName dialectOf(String format) {
    return switch (format) {
      case "anthropic-claude-v1" -> DialectName.ANTHROPIC;
      case "google-gemini-v1" -> DialectName.GEMINI;
      case "openai-responses-v1" -> DialectName.OPENAI_RESPONSES;
      case "amazon-bedrock-converse" -> DialectName.BEDROCK;
      default -> DialectName.OPENAI_CHAT;
    };
  }
}
