package dev.weir.dialects.gemini;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseReader;
import java.util.function.Consumer;

/**
 * Reads a stream: events ({@code alt=sse}) or the elements of one JSON array, as its first byte
 * that is no space says.
 */
final class GeminiStreamReader implements StreamReader {

  private enum Framing {
    UNKNOWN,
    EVENTS,
    ARRAY
  }

  private final SseReader events = new SseReader();
  private final JsonObjects objects = new JsonObjects();
  private Framing framing = Framing.UNKNOWN;
  private Consumer<AnswerEvent> sink = _ -> {};
  private final GeminiAnswerReader answer = new GeminiAnswerReader(event -> sink.accept(event));

  @Override
  public void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> out) {
    sink = out;
    int at = from;
    while (framing == Framing.UNKNOWN && at < to) {
      byte each = bytes[at];
      if (each == ' ' || each == '\t' || each == '\r' || each == '\n') {
        at++;
      } else {
        framing = each == '[' || each == '{' ? Framing.ARRAY : Framing.EVENTS;
      }
    }
    switch (framing) {
      case UNKNOWN -> {}
      case EVENTS -> {
        if (!events.accept(bytes, at, to, this::data)) {
          answer.fail(ErrorKind.TRUNCATED, "An event of the provider is too large.");
        }
      }
      case ARRAY -> {
        if (!objects.accept(bytes, at, to, this::data)) {
          answer.unreadable();
        }
      }
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> out) {
    sink = out;
    events.end(this::data);
    if (objects.areCut()) {
      answer.unreadable();
    }
    answer.end();
  }

  private void data(byte[] bytes, int from, int to) {
    Json.tree(bytes, from, to).ifPresentOrElse(answer::chunk, answer::unreadable);
  }
}
