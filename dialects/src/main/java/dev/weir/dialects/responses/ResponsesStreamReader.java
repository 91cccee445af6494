package dev.weir.dialects.responses;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.EventData;
import dev.weir.dialects.sse.SseReader;
import java.util.function.Consumer;

/**
 * Reads a stream of {@code response.*} events. Each names its type in its data, so the {@code
 * event} lines say nothing more.
 */
final class ResponsesStreamReader implements StreamReader {

  /** Not of this dialect, but some servers write it out of habit. */
  private static final String DONE = "[DONE]";

  private final SseReader events = new SseReader();
  private Consumer<AnswerEvent> sink = _ -> {};
  private final ResponsesAnswerReader answer =
      new ResponsesAnswerReader(event -> sink.accept(event));

  @Override
  public void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> out) {
    sink = out;
    if (!events.accept(bytes, from, to, this::data)) {
      answer.fail(ErrorKind.TRUNCATED, "An event of the provider is too large.");
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> out) {
    sink = out;
    events.end(this::data);
    answer.end();
  }

  private void data(byte[] bytes, int from, int to) {
    if (new EventData(bytes, from, to).is(DONE)) {
      return;
    }
    Json.tree(bytes, from, to).ifPresentOrElse(answer::event, answer::unreadable);
  }
}
