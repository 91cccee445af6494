package dev.weir.dialects.chat;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.EventData;
import dev.weir.dialects.sse.SseReader;
import java.util.function.Consumer;

/** Reads a stream of {@code chat.completion.chunk}s. */
final class ChatStreamReader implements StreamReader {

  private static final String DONE = "[DONE]";

  private final SseReader events = new SseReader();
  private Consumer<AnswerEvent> sink = _ -> {};
  private final ChatAnswerReader answer = new ChatAnswerReader(event -> sink.accept(event));

  @Override
  public void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> out) {
    sink = out;
    if (!events.accept(bytes, from, to, this::data)) {
      answer.tooLarge();
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> out) {
    sink = out;
    events.end(this::data);
    answer.end();
  }

  @Override
  public String waitingReason() {
    return answer.waitingReason();
  }

  private void data(byte[] bytes, int from, int to) {
    if (new EventData(bytes, from, to).is(DONE)) {
      answer.done();
      return;
    }
    Json.tree(bytes, from, to).ifPresentOrElse(answer::chunk, answer::unreadable);
  }
}
