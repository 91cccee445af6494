package dev.weir.dialects.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseText;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a stream of {@code chat.completion.chunk}s and, unless it failed, {@code [DONE]}. */
final class ChatStreamWriter implements StreamWriter {

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] DONE = SseText.data("[DONE]".getBytes(US_ASCII));

  private final AnswerContext context;
  private final Set<Integer> begun = new HashSet<>();
  private final StringBuilder thought = new StringBuilder();
  private AnswerEvent.Started started = new AnswerEvent.Started("", "", 0);
  private Optional<AnswerEvent.Used> used = Optional.empty();

  /** By choice and call. */
  private final Map<Integer, Set<Integer>> withoutArguments = new HashMap<>();

  private boolean failed;

  ChatStreamWriter(AnswerContext context) {
    this.context = context;
  }

  @Override
  public byte[] write(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Started it -> {
        started = it;
        yield NOTHING;
      }
      case AnswerEvent.TextDelta it -> delta(it.choice(), text("content", it.text()));
      case AnswerEvent.RefusalDelta it -> delta(it.choice(), text("refusal", it.text()));
      case AnswerEvent.ThinkingDelta it -> {
        thought.append(it.text());
        yield delta(it.choice(), text("reasoning_content", it.text()));
      }
      case AnswerEvent.ThinkingSignature it -> {
        ObjectNode delta = Json.newObject();
        // With the whole text: a client that keeps the details alone can give them back.
        delta.set(
            "reasoning_details",
            ReasoningDetails.signature(thought.toString(), it.signature(), it.signedBy()));
        thought.setLength(0);
        yield delta(it.choice(), delta);
      }
      case AnswerEvent.HiddenThinking it -> {
        ObjectNode delta = Json.newObject();
        delta.set("reasoning_details", ReasoningDetails.hidden(it.data(), it.signedBy()));
        yield delta(it.choice(), delta);
      }
      case AnswerEvent.ToolCallStarted it -> {
        if (isBeyondTheOne(it.call())) {
          yield NOTHING;
        }
        withoutArguments.computeIfAbsent(it.choice(), _ -> new LinkedHashSet<>()).add(it.call());
        yield delta(it.choice(), toolCall(it));
      }
      case AnswerEvent.ToolCallDelta it -> {
        Set<Integer> waiting = withoutArguments.get(it.choice());
        if (waiting != null) {
          waiting.remove(it.call());
        }
        yield arguments(it.choice(), it.call(), it.json());
      }
      case AnswerEvent.CustomCallStarted it -> {
        ObjectNode delta = Json.newObject();
        ObjectNode call = delta.putArray("tool_calls").addObject().put("index", it.call());
        call.put("id", it.id()).put("type", "custom");
        call.putObject("custom").put("name", it.name()).put("input", "");
        yield delta(it.choice(), delta);
      }
      case AnswerEvent.CustomCallDelta it -> {
        ObjectNode delta = Json.newObject();
        ObjectNode call = delta.putArray("tool_calls").addObject().put("index", it.call());
        call.putObject("custom").put("input", it.text());
        yield delta(it.choice(), delta);
      }
      case AnswerEvent.Foreign it -> {
        if (it.dialect() != DialectName.OPENAI_CHAT) {
          yield NOTHING;
        }
        if (ChatAnswerWriter.isBesideChoices(it.type(), it.json())) {
          ObjectNode root = chunkOf(it.choice(), first(it.choice()), "");
          root.set(it.type(), it.json());
          yield SseText.data(Json.bytes(root));
        }
        ObjectNode delta = Json.newObject();
        ChatAnswerWriter.foreign(it.type(), it.json(), delta);
        yield delta(it.choice(), delta);
      }
      case AnswerEvent.Finished it -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Clients parse what they have gathered, and nothing is no JSON.
        for (int call : callsWithoutArguments(it.choice())) {
          out.writeBytes(arguments(it.choice(), call, "{}"));
        }
        out.writeBytes(
            chunk(
                it.choice(),
                first(it.choice()),
                ChatAnswerWriter.reasonOf(it.reason(), context.singleCall())));
        yield out.toByteArray();
      }
      case AnswerEvent.Used it -> {
        used = Optional.of(it);
        yield NOTHING;
      }
      case AnswerEvent.Failed it -> {
        failed = true;
        yield SseText.data(Json.bytes(ChatErrors.tree(it.kind(), it.message(), Optional.empty())));
      }
    };
  }

  @Override
  public byte[] end() {
    if (failed) {
      return NOTHING;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (context.usageInStream() && used.isPresent()) {
      ObjectNode root = head();
      root.putArray("choices");
      root.set("usage", ChatUsage.write(used.get().counts()));
      out.writeBytes(SseText.data(Json.bytes(root)));
    }
    out.writeBytes(DONE);
    return out.toByteArray();
  }

  /** Each is named once. */
  private Set<Integer> callsWithoutArguments(int choice) {
    Set<Integer> calls = withoutArguments.remove(choice);
    return calls == null ? Set.of() : calls;
  }

  /** The caller knows one call alone. */
  private boolean isBeyondTheOne(int call) {
    return context.singleCall() && call > 0;
  }

  private byte[] arguments(int choice, int call, String json) {
    if (isBeyondTheOne(call)) {
      return NOTHING;
    }
    ObjectNode delta = Json.newObject();
    if (context.singleCall()) {
      delta.putObject("function_call").put("arguments", json);
      return delta(choice, delta);
    }
    ObjectNode written = delta.putArray("tool_calls").addObject().put("index", call);
    written.putObject("function").put("arguments", json);
    return delta(choice, delta);
  }

  private static ObjectNode text(String name, String text) {
    return Json.newObject().put(name, text);
  }

  private ObjectNode toolCall(AnswerEvent.ToolCallStarted it) {
    ObjectNode delta = Json.newObject();
    if (context.singleCall()) {
      delta.putObject("function_call").put("name", it.name()).put("arguments", "");
      it.signature().ifPresent(sign -> ChatMessageWriter.thoughtSignature(delta, sign));
      return delta;
    }
    ObjectNode call = delta.putArray("tool_calls").addObject().put("index", it.call());
    call.put("id", it.id()).put("type", "function");
    call.putObject("function").put("name", it.name()).put("arguments", "");
    it.signature().ifPresent(signature -> ChatMessageWriter.thoughtSignature(call, signature));
    return delta;
  }

  private byte[] delta(int choice, ObjectNode delta) {
    ObjectNode whole = first(choice);
    whole.setAll(delta);
    return chunk(choice, whole, "");
  }

  /** The first delta of a choice names its role. */
  private ObjectNode first(int choice) {
    ObjectNode delta = Json.newObject();
    if (begun.add(choice)) {
      delta.put("role", "assistant");
    }
    return delta;
  }

  private byte[] chunk(int choice, ObjectNode delta, String reason) {
    return SseText.data(Json.bytes(chunkOf(choice, delta, reason)));
  }

  private ObjectNode chunkOf(int choice, ObjectNode delta, String reason) {
    ObjectNode root = head();
    ObjectNode written = root.putArray("choices").addObject().put("index", choice);
    written.set("delta", delta);
    if (reason.isEmpty()) {
      written.putNull("finish_reason");
    } else {
      written.put("finish_reason", reason);
    }
    if (context.usageInStream()) {
      root.putNull("usage");
    }
    return root;
  }

  private ObjectNode head() {
    ObjectNode root = Json.newObject();
    ChatAnswerWriter.head(
        root,
        "chat.completion.chunk",
        started.id(),
        started.model(),
        started.createdSeconds(),
        context);
    return root;
  }
}
