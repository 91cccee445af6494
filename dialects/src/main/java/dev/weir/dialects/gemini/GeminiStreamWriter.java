package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes a stream. A call is one part, so it waits until its arguments are whole, and lets pass it
 * by what comes meanwhile; the last chunk has the reasons and the usage together, so the reasons
 * wait for the end. No terminator but that of the framing: the last chunk is the end.
 */
final class GeminiStreamWriter implements StreamWriter {

  private static final byte[] NOTHING = new byte[0];

  /** Of calls that are not whole, in characters, those of all choices together. */
  private static final int GATHERED_MAX = SseReader.EVENT_BYTES_MAX;

  private final AnswerContext context;
  private final Framing framing;
  private final Map<Integer, OpenCalls> calls = new HashMap<>();
  private final Set<Integer> thinking = new HashSet<>();
  private final Map<Integer, CitedPages> cited = new HashMap<>();
  private final List<AnswerEvent.Finished> finished = new ArrayList<>();
  private AnswerEvent.Started started = new AnswerEvent.Started("", "", 0);
  private Optional<AnswerEvent.Used> used = Optional.empty();
  private int gathered;
  private boolean failed;

  GeminiStreamWriter(AnswerContext context, Framing framing) {
    this.context = context;
    this.framing = framing;
  }

  @Override
  public byte[] write(AnswerEvent event) {
    return failed ? NOTHING : written(event);
  }

  private byte[] written(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Started it -> {
        started = it;
        yield NOTHING;
      }
      case AnswerEvent.TextDelta it -> part(it.choice(), AnswerParts.text(it.text()), false);
      case AnswerEvent.RefusalDelta it -> part(it.choice(), AnswerParts.text(it.text()), false);
      case AnswerEvent.ThinkingDelta it -> part(it.choice(), AnswerParts.thought(it.text()), true);
      case AnswerEvent.ThinkingSignature it ->
          part(
              it.choice(),
              AnswerParts.signature(it.signature(), it.signedBy(), thinking.contains(it.choice())),
              false);
      case AnswerEvent.HiddenThinking it ->
          part(it.choice(), AnswerParts.hidden(it.data(), it.signedBy()), false);
      case AnswerEvent.ToolCallStarted it -> {
        thinking.remove(it.choice());
        yield calls(
            it.choice(),
            open -> {
              ArrayNode parts = open.whole();
              open.begin(it);
              return parts;
            });
      }
      case AnswerEvent.ToolCallDelta it ->
          calls(
              it.choice(),
              open -> {
                open.arguments(it.call(), it.json());
                return open.overdue();
              });
      case AnswerEvent.CustomCallStarted _, AnswerEvent.CustomCallDelta _ -> NOTHING;
      case AnswerEvent.Foreign it -> foreign(it);
      case AnswerEvent.Finished it -> {
        finished.add(it);
        yield calls(it.choice(), OpenCalls::all);
      }
      case AnswerEvent.Used it -> {
        used = Optional.of(it);
        yield NOTHING;
      }
      case AnswerEvent.Failed it -> {
        failed = true;
        yield framing.last(
            Json.bytes(GeminiErrors.tree(it.kind().status(), it.kind(), it.message())));
      }
    };
  }

  @Override
  public byte[] end() {
    if (failed) {
      return NOTHING;
    }
    if (finished.isEmpty() && used.isEmpty()) {
      return framing.end();
    }
    ObjectNode root = Json.newObject();
    ArrayNode candidates = root.putArray("candidates");
    for (AnswerEvent.Finished each : finished) {
      ObjectNode candidate = candidates.addObject();
      content(candidate).add(AnswerParts.text(""));
      candidate.put("finishReason", FinishReasons.write(each.reason(), each.dialectReason()));
      CitedPages pages = cited.get(each.choice());
      if (pages != null) {
        pages.into(candidate);
      }
      candidate.put("index", each.choice());
    }
    used.ifPresent(it -> root.set("usageMetadata", GeminiUsage.write(it)));
    AnswerParts.tail(root, started, context);
    return framing.last(Json.bytes(root));
  }

  /** Calls that are cut off would be called with other arguments: the stream fails instead. */
  private byte[] calls(int choice, Function<OpenCalls, ArrayNode> change) {
    ArrayNode parts = changed(choice, change);
    return gathered > GATHERED_MAX
        ? written(
            new AnswerEvent.Failed(
                ErrorKind.TRUNCATED,
                "The arguments of the answer's calls are too long to pass on."))
        : chunk(choice, parts);
  }

  private ArrayNode changed(int choice, Function<OpenCalls, ArrayNode> change) {
    OpenCalls open = calls.computeIfAbsent(choice, _ -> new OpenCalls());
    int before = open.characters();
    ArrayNode parts = change.apply(open);
    gathered += open.characters() - before;
    return parts;
  }

  private byte[] part(int choice, ObjectNode part, boolean thought) {
    if (thought) {
      thinking.add(choice);
    } else {
      thinking.remove(choice);
    }
    return chunk(choice, changed(choice, OpenCalls::whole).add(part));
  }

  private byte[] foreign(AnswerEvent.Foreign it) {
    if (it.dialect() != DialectName.GEMINI) {
      return NOTHING;
    }
    if (it.type().equals(CitedPages.PAGE)) {
      cited.computeIfAbsent(it.choice(), _ -> new CitedPages()).add(it.json());
      return NOTHING;
    }
    if (!CandidateReader.isBesideContent(it.type())) {
      thinking.remove(it.choice());
      return chunk(it.choice(), changed(it.choice(), OpenCalls::whole).add(it.json()));
    }
    ObjectNode root = Json.newObject();
    ObjectNode candidate = root.putArray("candidates").addObject();
    content(candidate).add(AnswerParts.text(""));
    candidate.set(it.type(), it.json().path(it.type()));
    candidate.put("index", it.choice());
    return chunk(root);
  }

  private static ArrayNode content(ObjectNode candidate) {
    ObjectNode content = candidate.putObject("content").put("role", "model");
    return content.putArray("parts");
  }

  private byte[] chunk(int choice, ArrayNode parts) {
    if (parts.isEmpty()) {
      return NOTHING;
    }
    ObjectNode root = Json.newObject();
    ObjectNode candidate = root.putArray("candidates").addObject();
    content(candidate).addAll(parts);
    candidate.put("index", choice);
    return chunk(root);
  }

  private byte[] chunk(ObjectNode root) {
    AnswerParts.tail(root, started, context);
    return framing.chunk(Json.bytes(root));
  }
}
