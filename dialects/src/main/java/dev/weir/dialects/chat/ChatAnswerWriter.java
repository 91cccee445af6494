package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes an answer as one document. */
final class ChatAnswerWriter {

  private ChatAnswerWriter() {}

  static ObjectNode document(List<AnswerEvent> events, AnswerContext context) {
    Gathered answer = Gathered.of(events);
    if (answer.failed().isPresent()) {
      AnswerEvent.Failed failed = answer.failed().get();
      return ChatErrors.tree(failed.kind(), failed.message(), Optional.empty());
    }
    ObjectNode root = Json.newObject();
    head(root, "chat.completion", answer.id(), answer.model(), answer.createdSeconds(), context);
    ArrayNode choices = root.putArray("choices");
    for (Gathered.Choice choice : answer.choices()) {
      ObjectNode written = choices.addObject().put("index", choice.number());
      message(choice, context, written.putObject("message"));
      beside(choice)
          .filter(ChatAnswerWriter::isBesideChoices)
          .forEach(it -> root.set(it.type(), it.json()));
      written.putNull("logprobs");
      written.put("finish_reason", reasonOf(choice.reason(), context.singleCall()));
    }
    answer
        .used()
        .ifPresent(used -> {
          root.set("usage", ChatUsage.write(used.counts()));
          used.serviceTier().ifPresent(tier -> root.put("service_tier", tier));
        });
    return root;
  }

  static void head(
      ObjectNode root,
      String object,
      String id,
      String model,
      long createdSeconds,
      AnswerContext context) {
    root.put("id", id.isEmpty() ? "chatcmpl-" + context.requestId() : id);
    root.put("object", object);
    root.put("created", createdSeconds == 0 ? context.nowSeconds() : createdSeconds);
    root.put("model", model.isEmpty() ? context.model() : model);
  }

  private static void message(Gathered.Choice choice, AnswerContext context, ObjectNode message) {
    message.put("role", "assistant");
    String text =
        choice.parts(Part.Text.class).stream().map(Part.Text::text).collect(Collectors.joining());
    String refusal =
        choice.parts(Part.Refusal.class).stream()
            .map(Part.Refusal::text)
            .collect(Collectors.joining());
    if (text.isEmpty() && (hasCalls(choice) || !refusal.isEmpty())) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    if (refusal.isEmpty()) {
      message.putNull("refusal");
    } else {
      message.put("refusal", refusal);
    }
    thinking(choice, message);
    calls(choice, context, message);
    beside(choice)
        .filter(it -> !isBesideChoices(it))
        .forEach(it -> foreign(it.type(), it.json(), message));
  }

  private static Stream<Part.Foreign> beside(Gathered.Choice choice) {
    return choice.parts(Part.Foreign.class).stream()
        .filter(it -> it.dialect() == DialectName.OPENAI_CHAT);
  }

  private static boolean isBesideChoices(Part.Foreign part) {
    return isBesideChoices(part.type(), part.json());
  }

  /** Pictures of a message, which stand in it, have a type each; those that were found have not. */
  static boolean isBesideChoices(String type, JsonNode json) {
    boolean inMessage = ChatAnswerReader.BESIDE.contains(type) && json.path(0).has("type");
    return ChatAnswerReader.BESIDE_CHOICES.contains(type) && !inMessage;
  }

  private static boolean hasCalls(Gathered.Choice choice) {
    return !choice.parts(Part.ToolCall.class).isEmpty()
        || !choice.parts(Part.CustomCall.class).isEmpty();
  }

  private static void calls(Gathered.Choice choice, AnswerContext context, ObjectNode message) {
    ArrayNode calls = Json.newArray();
    for (Part part : choice.parts()) {
      switch (part) {
        case Part.ToolCall it -> {
          ObjectNode written = calls.addObject().put("id", it.id()).put("type", "function");
          written.putObject("function").put("name", it.name()).put("arguments", it.arguments());
          it.signature().ifPresent(sign -> ChatMessageWriter.thoughtSignature(written, sign));
        }
        case Part.CustomCall it -> {
          ObjectNode written = calls.addObject().put("id", it.id()).put("type", "custom");
          written.putObject("custom").put("name", it.name()).put("input", it.input());
        }
        default -> {}
      }
    }
    if (context.singleCall() && calls.path(0).has("function")) {
      message.set("function_call", calls.path(0).path("function"));
      JsonNode signature = calls.path(0).path("extra_content");
      if (signature.isObject()) {
        message.set("extra_content", signature);
      }
    } else if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  /** What stood beside the content stands there again; all else is a source. */
  static void foreign(String type, JsonNode json, ObjectNode message) {
    if (ChatAnswerReader.BESIDE.contains(type)) {
      message.set(type, json);
    } else if (type.equals(ReasoningDetails.BLOCKS)) {
      message.withArrayProperty(type).add(json);
    } else {
      message.withArrayProperty("annotations").add(json);
    }
  }

  private static void thinking(Gathered.Choice choice, ObjectNode message) {
    StringBuilder text = new StringBuilder();
    ArrayNode details = Json.newArray();
    for (Part part : choice.parts()) {
      switch (part) {
        case Part.Thinking it -> {
          text.append(it.text());
          it.signature()
              .ifPresent(sign ->
                  details.addAll(ReasoningDetails.signature(it.text(), sign, it.signedBy())));
        }
        case Part.HiddenThinking it ->
            details.addAll(ReasoningDetails.hidden(it.data(), it.signedBy()));
        default -> {}
      }
    }
    if (!text.isEmpty()) {
      message.put("reasoning_content", text.toString());
    }
    if (!details.isEmpty()) {
      message.set("reasoning_details", details);
    }
  }

  /** The same for a caller who knows one call alone. */
  static String reasonOf(FinishReason reason, boolean singleCall) {
    return singleCall && reason == FinishReason.TOOL_CALLS ? "function_call" : reasonOf(reason);
  }

  /**
   * Chat's five reasons: a stop sequence is a stop, a full context a length, a refusal of the model
   * and a filter of the provider a content filter; a paused turn is a stop. A failure of the model
   * is told as some compatible servers tell it; a translation ends with an error instead.
   */
  static String reasonOf(FinishReason reason) {
    return switch (reason) {
      case STOP, STOP_SEQUENCE, PAUSED, OTHER -> "stop";
      case LENGTH, CONTEXT_FULL -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER, REFUSAL -> "content_filter";
      case ERROR -> "error";
    };
  }
}
