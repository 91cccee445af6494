package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.canonical.Namespaces;
import dev.weir.dialects.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the output of an answer, by events and as a whole. Items are told apart by their place
 * ({@code output_index}): some servers give an item another id with each event.
 *
 * <p>Parts of a reasoning summary are joined with an empty line. Texts of several messages in one
 * answer follow one another with nothing between, as OpenAI's own libraries join them.
 */
final class OutputReader {

  /** Begins the type of a foreign event that is a source of the text before it. */
  static final String ANNOTATION = "annotation: ";

  /** Begins the type of a foreign event that is a part of a message: neither text nor refusal. */
  static final String PART = "part: ";

  /** The type of a foreign event that is an event of this dialect: sound and its words. */
  static final String AUDIO = "audio";

  private static final String CUSTOM = "custom_tool_call";

  /**
   * Items beside calls of the application's own tools after which the model waits for the
   * application.
   */
  private static final Set<String> WAITING =
      Set.of("computer_call", "local_shell_call", "apply_patch_call");

  private final Consumer<AnswerEvent> sink;
  private final Map<Integer, OutputItem> items = new HashMap<>();
  private Optional<String> callSignature = Optional.empty();
  private int calls;
  private long textLength;
  private boolean waits;

  OutputReader(Consumer<AnswerEvent> sink) {
    this.sink = sink;
  }

  /** Whether the model waits for results of tools. */
  boolean waits() {
    return waits;
  }

  void event(String type, JsonNode event) {
    int index = event.path("output_index").asInt(0);
    int part = event.path("content_index").asInt(0);
    switch (type) {
      case "response.output_item.added" -> added(index, event.path("item"));
      case "response.output_item.done" -> done(index, event.path("item"));
      case "response.output_text.delta" -> delta(index, part, event, this::text);
      case "response.refusal.delta" -> delta(index, part, event, this::refusal);
      case "response.output_text.done" ->
          wholePart(at(index, "message"), part, event.path("text"), this::text);
      case "response.refusal.done" ->
          wholePart(at(index, "message"), part, event.path("refusal"), this::refusal);
      case "response.output_text.annotation.added" -> {
        at(index, "message").cite(part);
        annotation(at(index, "message"), part, event.path("annotation"));
      }
      case "response.function_call_arguments.delta" ->
          arguments(at(index, "function_call"), event.path("delta"));
      case "response.function_call_arguments.done" ->
          wholeArguments(at(index, "function_call"), event.path("arguments"));
      case "response.custom_tool_call_input.delta" ->
          arguments(at(index, CUSTOM), event.path("delta"));
      case "response.custom_tool_call_input.done" ->
          wholeArguments(at(index, CUSTOM), event.path("input"));
      case "response.reasoning_summary_text.delta" ->
          thinking(
              index, "summary", event.path("summary_index").asInt(0), event.path("delta"), false);
      case "response.reasoning_summary_text.done" ->
          thinking(
              index, "summary", event.path("summary_index").asInt(0), event.path("text"), true);
      case "response.reasoning_text.delta" ->
          thinking(index, "content", part, event.path("delta"), false);
      case "response.reasoning_text.done" ->
          thinking(index, "content", part, event.path("text"), true);
      case "response.audio.delta",
          "response.audio.done",
          "response.audio.transcript.delta",
          "response.audio.transcript.done" ->
          foreign(AUDIO, event);
      default -> {}
    }
  }

  /**
   * The items of the whole response: those that the stream began and did not end, or all where the
   * stream had none.
   */
  void whole(JsonNode output) {
    boolean none = items.isEmpty();
    for (int i = 0; i < output.size(); i++) {
      OutputItem known = items.get(i);
      if (none || (known != null && isOf(known, output.path(i)))) {
        done(i, output.path(i));
      }
    }
  }

  private static boolean isOf(OutputItem known, JsonNode item) {
    return known.type().equals(item.path("type").asText(""));
  }

  private OutputItem at(int index, String type) {
    return items.computeIfAbsent(index, _ -> new OutputItem(type));
  }

  private void added(int index, JsonNode item) {
    OutputItem known = items.get(index);
    if (known == null || known.isDone() || !isOf(known, item)) {
      // Also where a server gives each item the same place.
      known = begun(index, item);
    }
    if (known.type().equals("function_call") || known.type().equals(CUSTOM)) {
      begin(known, item);
    }
  }

  private OutputItem begun(int index, JsonNode item) {
    OutputItem begun = new OutputItem(item.path("type").asText(""));
    items.put(index, begun);
    return begun;
  }

  private void done(int index, JsonNode item) {
    OutputItem known = items.get(index);
    if (known == null || !isOf(known, item)) {
      known = begun(index, item);
    }
    if (!known.end()) {
      return;
    }
    switch (known.type()) {
      case "message" -> message(known, item);
      case "reasoning" -> reasoning(index, item);
      case "function_call" -> {
        begin(known, item);
        wholeArguments(known, item.path("arguments"));
      }
      case CUSTOM -> {
        begin(known, item);
        wholeArguments(known, item.path("input"));
      }
      case "" -> {}
      default -> {
        waits |= WAITING.contains(known.type());
        foreign(known.type(), item);
      }
    }
  }

  private void delta(int index, int part, JsonNode event, Function<String, AnswerEvent> told) {
    String text = event.path("delta").asText("");
    if (!text.isEmpty()) {
      at(index, "message").tell(part);
      at(index, "message").startText(part, textLength);
      sink.accept(told.apply(text));
    }
  }

  private void wholePart(
      OutputItem item, int part, JsonNode text, Function<String, AnswerEvent> told) {
    if (!item.isTold(part) && !text.asText("").isEmpty()) {
      item.tell(part);
      item.startText(part, textLength);
      sink.accept(told.apply(text.asText("")));
    }
  }

  private void message(OutputItem item, JsonNode message) {
    JsonNode content = message.path("content");
    for (int i = 0; i < content.size(); i++) {
      JsonNode part = content.path(i);
      wholePart(item, i, part.path("text"), this::text);
      wholePart(item, i, part.path("refusal"), this::refusal);
      if (!item.isCited(i)) {
        int number = i;
        part.path("annotations").forEach(it -> annotation(item, number, it));
      }
      if (!part.path("text").isTextual() && !part.path("refusal").isTextual()) {
        foreign(PART + part.path("type").asText(""), part);
      }
    }
  }

  private AnswerEvent text(String text) {
    textLength += text.codePointCount(0, text.length());
    return new AnswerEvent.TextDelta(0, text);
  }

  private AnswerEvent refusal(String text) {
    return new AnswerEvent.RefusalDelta(0, text);
  }

  private void annotation(OutputItem item, int part, JsonNode source) {
    if (source.isObject()) {
      sink.accept(
          new AnswerEvent.Foreign(
              0,
              DialectName.OPENAI_RESPONSES,
              ANNOTATION + source.path("type").asText(""),
              source,
              UrlCitation.read(source, item.textStart(part))));
    }
  }

  private void foreign(String type, JsonNode json) {
    sink.accept(new AnswerEvent.Foreign(0, DialectName.OPENAI_RESPONSES, type, json));
  }

  /** A call whose name is not known yet begins later, with the whole item. */
  private void begin(OutputItem item, JsonNode call) {
    String name = call.path("name").asText("");
    if (item.call() >= 0 || (name.isEmpty() && !item.isDone())) {
      return;
    }
    waits = true;
    item.begin(calls++);
    String id = call.path("call_id").asText(call.path("id").asText(""));
    String joined = Namespaces.joined(call.path("namespace").asText(""), name);
    String known = id.isEmpty() ? MadeIds.ofPlace(0, item.call()) : id;
    if (item.type().equals(CUSTOM)) {
      sink.accept(new AnswerEvent.CustomCallStarted(0, item.call(), known, joined));
      return;
    }
    sink.accept(new AnswerEvent.ToolCallStarted(0, item.call(), known, joined, callSignature));
    callSignature = Optional.empty();
  }

  private void arguments(OutputItem item, JsonNode json) {
    // Some servers write the object itself where its text belongs.
    String text = json.isObject() ? Json.text(json) : json.asText("");
    if (item.call() >= 0 && !text.isEmpty()) {
      item.tell(0);
      sink.accept(
          item.type().equals(CUSTOM)
              ? new AnswerEvent.CustomCallDelta(0, item.call(), text)
              : new AnswerEvent.ToolCallDelta(0, item.call(), text));
    }
  }

  private void wholeArguments(OutputItem item, JsonNode json) {
    if (!item.isTold()) {
      arguments(item, json);
    }
  }

  private void thinking(int index, String kind, int part, JsonNode text, boolean whole) {
    OutputItem item = at(index, "reasoning");
    String more = text.asText("");
    if (more.isEmpty() || !item.thinks(kind) || (whole && item.isTold(part))) {
      return;
    }
    boolean follows = item.isTold();
    if (item.tell(part) && follows) {
      more = "\n\n" + more;
    }
    sink.accept(new AnswerEvent.ThinkingDelta(0, more));
  }

  private void reasoning(int index, JsonNode item) {
    for (String kind : List.of("summary", "content")) {
      JsonNode texts = item.path(kind);
      for (int i = 0; i < texts.size(); i++) {
        thinking(index, kind, i, texts.path(i).path("text"), true);
      }
    }
    Optional<ReasoningProof> proof =
        ReasoningProof.of(item.path("id").asText(""), item.path("encrypted_content").asText(""));
    if (proof.isPresent() && proof.get().isOfCall()) {
      callSignature = proof.map(ReasoningProof::data);
    }
    proof.ifPresent(it -> it.events(at(index, "reasoning").isTold(), sink));
  }
}
