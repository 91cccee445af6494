package dev.weir.dialects.anthropic;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.EventData;
import dev.weir.dialects.sse.SseReader;
import java.util.function.Consumer;

/** Reads a stream; the names of its events say nothing that their data does not. */
final class AnthropicStreamReader implements StreamReader {

  /** No word of this dialect, but of servers that are compatible with several. */
  private static final String DONE = "[DONE]";

  private final SseReader events = new SseReader();
  private Consumer<AnswerEvent> sink = _ -> {};
  private final AnthropicAnswerReader answer =
      new AnthropicAnswerReader(event -> sink.accept(event));

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
