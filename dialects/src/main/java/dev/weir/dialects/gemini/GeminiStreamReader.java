package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Reads a stream of either framing: events ({@code alt=sse}), or one JSON array that grows, which
 * begins with a bracket.
 */
final class GeminiStreamReader implements StreamReader {

  private final SseReader events = new SseReader();
  private Consumer<AnswerEvent> sink = _ -> {};
  private final GeminiAnswerReader answer = new GeminiAnswerReader(event -> sink.accept(event));

  private boolean framed;
  private boolean array;

  /** An array's element so far, and how deep in it the last byte stands. */
  private final ByteArrayOutputStream element = new ByteArrayOutputStream();

  private int depth;
  private boolean inText;
  private boolean escaped;

  @Override
  public void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> out) {
    sink = out;
    int start = from;
    while (!framed && start < to && isSpace(bytes[start])) {
      start++;
    }
    if (!framed && start < to) {
      framed = true;
      array = bytes[start] == '[';
    }
    if (array) {
      for (int i = start; i < to; i++) {
        element(bytes[i]);
      }
    } else if (!events.accept(bytes, start, to, this::data)) {
      out.accept(
          new AnswerEvent.Failed(ErrorKind.TRUNCATED, "An event of the provider is too large."));
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> out) {
    sink = out;
    if (!array) {
      events.end(this::data);
    }
    answer.end();
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\n' || each == '\r' || each == '\t';
  }

  private void data(byte[] bytes, int from, int to) {
    Json.tree(bytes, from, to)
        .filter(JsonNode::isObject)
        .ifPresentOrElse(answer::chunk, answer::unreadable);
  }

  private void element(byte each) {
    if (depth == 0 && each != '{') {
      return;
    }
    if (element.size() >= SseReader.EVENT_BYTES_MAX) {
      answer.unreadable();
      return;
    }
    element.write(each);
    if (inText) {
      inText = escaped || each != '"';
      escaped = !escaped && each == '\\';
    } else if (each == '"') {
      inText = true;
    } else if (each == '{') {
      depth++;
    } else if (each == '}') {
      depth--;
      if (depth == 0) {
        byte[] whole = element.toByteArray();
        element.reset();
        data(whole, 0, whole.length);
      }
    }
  }
}
