package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a stream of chunks. A call goes out when it is whole, since its arguments are an object;
 * the end of a candidate waits for the usage, which stands in the last chunk.
 */
final class GeminiStreamWriter implements StreamWriter {

  private static final byte[] NOTHING = new byte[0];

  private final AnswerContext context;
  private AnswerEvent.Started started = new AnswerEvent.Started("", "", 0);

  /** Calls that are not whole yet, by choice and number. */
  private final Map<Long, Call> calls = new LinkedHashMap<>();

  private final List<AnswerEvent.Finished> finished = new ArrayList<>();
  private Optional<AnswerEvent.Used> used = Optional.empty();
  private boolean failed;

  /** A call so far. */
  private record Call(AnswerEvent.ToolCallStarted started, StringBuilder arguments) {}

  GeminiStreamWriter(AnswerContext context) {
    this.context = context;
  }

  @Override
  public byte[] write(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Started it -> {
        started = it;
        yield NOTHING;
      }
      case AnswerEvent.TextDelta it -> text(it.choice(), it.text());
      case AnswerEvent.RefusalDelta it -> text(it.choice(), it.text());
      case AnswerEvent.ThinkingDelta it ->
          chunk(
              it.choice(), parts -> parts.addObject().put("text", it.text()).put("thought", true));
      case AnswerEvent.ThinkingSignature it ->
          it.signedBy() == DialectName.GEMINI
              ? chunk(
                  it.choice(),
                  parts ->
                      parts
                          .addObject()
                          .put("text", "")
                          .put("thought", true)
                          .put("thoughtSignature", it.signature()))
              : NOTHING;
      case AnswerEvent.HiddenThinking it ->
          it.signedBy() == DialectName.GEMINI
              ? chunk(
                  it.choice(),
                  parts -> parts.addObject().put("text", "").put("thoughtSignature", it.data()))
              : NOTHING;
      case AnswerEvent.ToolCallStarted it -> {
        calls.put(placeOf(it.choice(), it.call()), new Call(it, new StringBuilder()));
        yield NOTHING;
      }
      case AnswerEvent.ToolCallDelta it -> {
        Call call = calls.get(placeOf(it.choice(), it.call()));
        if (call != null) {
          call.arguments().append(it.json());
        }
        yield NOTHING;
      }
      case AnswerEvent.Foreign it ->
          it.dialect() == DialectName.GEMINI && !it.type().equals("groundingMetadata")
              ? chunk(it.choice(), parts -> parts.add(it.json()))
              : NOTHING;
      case AnswerEvent.Finished it -> {
        finished.add(it);
        yield calls(it.choice());
      }
      case AnswerEvent.Used it -> {
        used = Optional.of(it);
        yield NOTHING;
      }
      case AnswerEvent.Failed it -> {
        failed = true;
        yield SseText.data(
            Json.bytes(GeminiErrors.tree(it.kind().status(), it.kind(), it.message())));
      }
    };
  }

  @Override
  public byte[] end() {
    if (failed) {
      return NOTHING;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < finished.size(); i++) {
      AnswerEvent.Finished end = finished.get(i);
      ObjectNode root = Json.newObject();
      ObjectNode candidate = root.putArray("candidates").addObject();
      GeminiAnswerWriter.content(candidate).addObject().put("text", "");
      candidate.put("finishReason", GeminiAnswerWriter.reasonOf(end.reason()));
      candidate.put("index", end.choice());
      if (i == finished.size() - 1) {
        used.ifPresent(it -> root.set("usageMetadata", GeminiUsage.write(it.counts())));
      }
      out.writeBytes(data(root));
    }
    return out.toByteArray();
  }

  private static long placeOf(int choice, int call) {
    return ((long) choice << 32) | call;
  }

  private byte[] text(int choice, String text) {
    return chunk(choice, parts -> parts.addObject().put("text", text));
  }

  private byte[] calls(int choice) {
    List<Call> whole =
        calls.values().stream().filter(it -> it.started().choice() == choice).toList();
    if (whole.isEmpty()) {
      return NOTHING;
    }
    calls.values().removeAll(whole);
    return chunk(
        choice,
        parts ->
            whole.forEach(call -> {
              AnswerEvent.ToolCallStarted it = call.started();
              GeminiAnswerWriter.call(
                  it.id(),
                  it.name(),
                  call.arguments().isEmpty() ? "{}" : call.arguments().toString(),
                  it.signature(),
                  parts);
            }));
  }

  private byte[] chunk(int choice, Consumer<ArrayNode> content) {
    ObjectNode root = Json.newObject();
    ObjectNode candidate = root.putArray("candidates").addObject();
    content.accept(GeminiAnswerWriter.content(candidate));
    candidate.put("index", choice);
    return data(root);
  }

  private byte[] data(ObjectNode root) {
    GeminiAnswerWriter.head(root, started.id(), started.model(), context);
    return SseText.data(Json.bytes(root));
  }
}
