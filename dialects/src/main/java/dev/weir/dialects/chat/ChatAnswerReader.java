package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns documents and chunks, which differ in one name, into events. Some servers say the end of a
 * choice in each chunk, so that it waits until the answer has ended; what was used is told before
 * it and after.
 */
final class ChatAnswerReader {

  /** Where gateways put what other makers' dialects say and Chat has no place for. */
  static final String GATEWAYS = "provider_specific_fields";

  /** Members of a message: sound, pictures as some servers send them, and what gateways say. */
  static final List<String> BESIDE = List.of("audio", "images", GATEWAYS);

  /** Members of an answer beside its choices: what Perplexity's models found. */
  static final List<String> BESIDE_CHOICES =
      List.of("citations", "search_results", "images", "related_questions");

  /** As many choices as OpenAI takes for {@code n}; of further ones no end is kept. */
  private static final int ENDS_MAX = 128;

  private static final int REASON_CHARACTERS_MAX = 1_024;

  private final Consumer<AnswerEvent> sink;
  private final Map<Long, Call> calls = new HashMap<>();
  private final Map<Integer, Integer> callsOfChoice = new HashMap<>();
  private final NavigableMap<Integer, End> ends = new TreeMap<>();

  /** Choices whose thoughts are told as such; some gateways repeat them in details at the end. */
  private final Set<Integer> thoughtsTold = new HashSet<>();

  private final Map<String, JsonNode> besideChoices = new TreeMap<>();
  private Optional<AnswerEvent.Used> used = Optional.empty();
  private boolean started;
  private boolean over;
  private boolean failed;

  /** A call of a tool that has begun. */
  private record Call(int number, String id) {}

  /** Why a choice ended, and the sequence that was met where a server tells it. */
  private record End(String reason, Optional<String> met) {}

  ChatAnswerReader(Consumer<AnswerEvent> sink) {
    this.sink = sink;
  }

  void document(JsonNode document) {
    if (hasError(document)) {
      return;
    }
    if (!document.path("choices").isArray()) {
      unreadable();
      return;
    }
    take(document, "message");
    if (ends.isEmpty()) {
      fail(ErrorKind.TRUNCATED, "The provider's answer has no end.");
    }
    over();
  }

  void chunk(JsonNode chunk) {
    if (!hasError(chunk) && !over) {
      take(chunk, "delta");
    }
  }

  /** The provider's bytes are no answer. */
  void unreadable() {
    fail(ErrorKind.TRUNCATED, "The provider's answer is no JSON of its dialect.");
  }

  void tooLarge() {
    fail(ErrorKind.TRUNCATED, "An event of the provider is too large.");
  }

  void end() {
    if (ends.isEmpty()) {
      fail(ErrorKind.TRUNCATED, "The provider's answer ended before its end.");
    }
    over();
  }

  /** The provider says that no more comes; where nothing had an end, the bytes' end tells that. */
  void done() {
    if (!ends.isEmpty()) {
      over();
    }
  }

  /** The answer has ended: what waited for that is told, the last that was said of each choice. */
  private void over() {
    if (over) {
      return;
    }
    over = true;
    besideChoices.forEach(
        (name, it) -> sink.accept(new AnswerEvent.Foreign(0, DialectName.OPENAI_CHAT, name, it)));
    ends.forEach(this::finished);
    used.ifPresent(sink);
  }

  private void finished(int choice, End end) {
    FinishReason reason = reasonOf(choice, end);
    // Beside another reason no sequence was met, whatever the server says.
    Optional<String> met = reason == FinishReason.STOP_SEQUENCE ? end.met() : Optional.empty();
    sink.accept(new AnswerEvent.Finished(choice, reason, met, end.reason()));
  }

  private boolean hasError(JsonNode node) {
    JsonNode error = node.path("error");
    if (error.isMissingNode() || error.isNull()) {
      return failed;
    }
    AnswerEvent.Failed event = ChatErrors.inStream(error);
    fail(event.kind(), event.message());
    return true;
  }

  private void fail(ErrorKind kind, String message) {
    if (!failed) {
      over();
      failed = true;
      sink.accept(new AnswerEvent.Failed(kind, message));
    }
  }

  private void take(JsonNode node, String content) {
    JsonNode choices = node.path("choices");
    // Azure's first chunk has no choice, no id and no model.
    if (!started && (!choices.isEmpty() || !node.path("id").asText("").isEmpty())) {
      started = true;
      sink.accept(
          new AnswerEvent.Started(
              node.path("id").asText(""),
              node.path("model").asText(""),
              node.path("created").asLong(0)));
    }
    for (JsonNode choice : choices) {
      choice(choice, content);
    }
    // Each chunk says all again, or the last one alone.
    for (String name : BESIDE_CHOICES) {
      if (node.path(name).isArray() && !node.path(name).isEmpty()) {
        besideChoices.put(name, node.path(name));
      }
    }
    JsonNode usage = node.path("usage");
    if (usage.isObject()) {
      String tier = node.path("service_tier").asText("");
      ChatUsage.read(usage)
          .map(
              it -> new AnswerEvent.Used(it, tier.isEmpty() ? Optional.empty() : Optional.of(tier)))
          .ifPresent(this::used);
    }
  }

  /** Told at once, in case that the bytes break off, and again after the ends. */
  private void used(AnswerEvent.Used it) {
    sink.accept(it);
    if (!ends.isEmpty()) {
      used = Optional.of(it);
    }
  }

  /** The last word for an end that waits; empty where nothing has ended. */
  String waitingReason() {
    return ends.isEmpty() ? "" : ends.lastEntry().getValue().reason();
  }

  private void choice(JsonNode choice, String content) {
    int number = choice.path("index").asInt(0);
    JsonNode said = choice.path(content);
    thinking(number, said);
    content(number, said.path("content"));
    // Beside the text that they are about, which all else ends.
    said.path("annotations").forEach(it -> annotation(number, it));
    text(said.path("refusal"), it -> new AnswerEvent.RefusalDelta(number, it));
    int place = 0;
    for (JsonNode call : said.path("tool_calls")) {
      toolCall(number, call.path("index").asInt(place++), call);
    }
    JsonNode legacy = said.path("function_call");
    if (legacy.isObject()) {
      function(number, 0, "", legacy, Optional.empty());
    }
    for (String name : BESIDE) {
      if (says(said.path(name))) {
        sink.accept(
            new AnswerEvent.Foreign(number, DialectName.OPENAI_CHAT, name, said.path(name)));
      }
    }
    JsonNode reason = choice.path("finish_reason");
    if (reason.isTextual() && !reason.textValue().isEmpty()) {
      end(number, new End(limited(reason.textValue()), MetSequence.of(choice)));
    }
  }

  /** Whether it has a member that is not null. */
  private static boolean says(JsonNode value) {
    for (JsonNode each : value) {
      if (!each.isNull()) {
        return true;
      }
    }
    return false;
  }

  private void end(int number, End end) {
    if (ends.size() < ENDS_MAX || ends.containsKey(number)) {
      ends.put(number, end);
    }
  }

  static String limited(String text) {
    return text.substring(0, Math.min(text.length(), REASON_CHARACTERS_MAX));
  }

  private void annotation(int number, JsonNode source) {
    sink.accept(
        new AnswerEvent.Foreign(
            number,
            DialectName.OPENAI_CHAT,
            source.path("type").asText("annotation"),
            source,
            UrlCitation.read(source)));
  }

  /** A text, or a list of parts, in which some compatible servers think aloud before they speak. */
  private void content(int number, JsonNode content) {
    text(content, it -> new AnswerEvent.TextDelta(number, it));
    if (!content.isArray()) {
      return;
    }
    for (JsonNode part : content) {
      String type = part.path("type").asText("");
      switch (type) {
        case "text", "output_text" ->
            text(part.path("text"), it -> new AnswerEvent.TextDelta(number, it));
        case "refusal" ->
            text(part.path("refusal"), it -> new AnswerEvent.RefusalDelta(number, it));
        case "thinking" -> {
          text(part.path("thinking"), it -> new AnswerEvent.ThinkingDelta(number, it));
          for (JsonNode thought : part.path("thinking")) {
            text(thought.path("text"), it -> new AnswerEvent.ThinkingDelta(number, it));
          }
        }
        default ->
            sink.accept(
                new AnswerEvent.Foreign(
                    number, DialectName.OPENAI_CHAT, type.isEmpty() ? "part" : type, part));
      }
    }
  }

  private void text(JsonNode node, Function<String, AnswerEvent> event) {
    if (node.isTextual() && !node.textValue().isEmpty()) {
      sink.accept(event.apply(node.textValue()));
    }
  }

  private void thinking(int number, JsonNode said) {
    JsonNode text = said.path("reasoning_content");
    if (!text.isTextual()) {
      text = said.path("reasoning");
    }
    JsonNode details = said.path("reasoning_details");
    JsonNode blocks = details.isEmpty() ? said.path(ReasoningDetails.BLOCKS) : Json.newArray();
    String words = text.isTextual() ? text.textValue() : "";
    boolean shown = !words.isEmpty();
    if (shown) {
      thoughtsTold.add(number);
    }
    // Where the blocks have the very same words, each has those that its proof is of.
    boolean inBlocks = !shown || ReasoningDetails.textOf(blocks).equals(words);
    if (!inBlocks) {
      sink.accept(new AnswerEvent.ThinkingDelta(number, words));
    }
    for (JsonNode detail : details) {
      ReasoningDetails.events(number, detail, shown, thoughtsTold.contains(number), sink);
    }
    for (JsonNode block : blocks) {
      ReasoningDetails.eventsOfBlock(number, block, inBlocks, sink);
    }
  }

  /** Servers differ in indices: some count from 1, some give each parallel call index 0. */
  private void toolCall(int choice, int index, JsonNode node) {
    JsonNode function = node.path("function");
    if (function.isMissingNode() && node.path("custom").isObject()) {
      custom(choice, index, node.path("id").asText(""), node.path("custom"));
      return;
    }
    function(
        choice,
        index,
        node.path("id").asText(""),
        function,
        ChatMessageParser.thoughtSignature(node));
  }

  private void function(
      int choice, int index, String id, JsonNode function, Optional<String> signature) {
    String name = function.path("name").asText("");
    Call call =
        call(
            choice,
            index,
            id,
            name,
            begun ->
                new AnswerEvent.ToolCallStarted(
                    choice, begun.number(), begun.id(), name, signature));
    JsonNode arguments = function.path("arguments");
    // Some servers write the object itself where its text belongs.
    String json =
        arguments.isTextual()
            ? arguments.textValue()
            : arguments.isObject() ? Json.text(arguments) : "";
    if (!json.isEmpty()) {
      sink.accept(new AnswerEvent.ToolCallDelta(choice, call.number(), json));
    }
  }

  private void custom(int choice, int index, String id, JsonNode custom) {
    String name = custom.path("name").asText("");
    Call call =
        call(
            choice,
            index,
            id,
            name,
            begun -> new AnswerEvent.CustomCallStarted(choice, begun.number(), begun.id(), name));
    text(custom.path("input"), it -> new AnswerEvent.CustomCallDelta(choice, call.number(), it));
  }

  /** The call at that place; another one begins it anew. */
  private Call call(
      int choice, int index, String id, String name, Function<Call, AnswerEvent> started) {
    long place = ((long) choice << 32) | index;
    Call call = calls.get(place);
    if (call == null || (!id.isEmpty() && !name.isEmpty() && !id.equals(call.id()))) {
      int number = callsOfChoice.merge(choice, 1, Integer::sum) - 1;
      call = new Call(number, id.isEmpty() ? MadeIds.ofPlace(choice, number) : id);
      calls.put(place, call);
      sink.accept(started.apply(call));
    }
    return call;
  }

  /** After a call a stop waits for its result: OpenAI says no more where a call was demanded. */
  private FinishReason reasonOf(int choice, End end) {
    FinishReason reason = reasonOf(end.reason());
    if (reason != FinishReason.STOP) {
      return reason;
    }
    if (callsOfChoice.containsKey(choice)) {
      return FinishReason.TOOL_CALLS;
    }
    return end.met().isPresent() ? FinishReason.STOP_SEQUENCE : FinishReason.STOP;
  }

  static FinishReason reasonOf(String reason) {
    return switch (reason) {
      case "stop", "eos", "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "length", "max_tokens" -> FinishReason.LENGTH;
      case "tool_calls", "function_call", "tool_use" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "error" -> FinishReason.ERROR;
      default -> FinishReason.OTHER;
    };
  }
}
