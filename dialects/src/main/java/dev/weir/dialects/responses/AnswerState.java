package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/**
 * An answer as it is written. A response is one choice: others, which a request of this dialect
 * cannot ask for, are left out.
 */
final class AnswerState {

  private final AnswerContext context;
  private final OutputItems.Sink sink;
  private final OutputItems items;
  private final OutputWriter output;
  private AnswerEvent.Started started = new AnswerEvent.Started("", "", 0);
  private boolean begun;
  private Optional<AnswerEvent.Finished> finished = Optional.empty();
  private Optional<AnswerEvent.Used> used = Optional.empty();
  private Optional<AnswerEvent.Failed> failed = Optional.empty();

  AnswerState(AnswerContext context, OutputItems.Sink sink) {
    this.context = context;
    this.sink = sink;
    this.items = new OutputItems(context.requestId(), sink);
    this.output = new OutputWriter(items);
  }

  void take(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Started it -> {
        started = it;
        begin();
      }
      case AnswerEvent.TextDelta it when it.choice() == 0 -> content().text(it.text());
      case AnswerEvent.RefusalDelta it when it.choice() == 0 -> content().refusal(it.text());
      case AnswerEvent.ThinkingDelta it when it.choice() == 0 -> content().thinking(it.text());
      case AnswerEvent.ThinkingSignature it when it.choice() == 0 -> content().signature(it);
      case AnswerEvent.HiddenThinking it when it.choice() == 0 -> content().hidden(it);
      case AnswerEvent.ToolCallStarted it when it.choice() == 0 -> content().call(it);
      case AnswerEvent.ToolCallDelta it when it.choice() == 0 -> content().arguments(it);
      case AnswerEvent.CustomCallStarted it when it.choice() == 0 -> content().customCall(it);
      case AnswerEvent.CustomCallDelta it when it.choice() == 0 -> content().customInput(it);
      case AnswerEvent.Foreign it when it.choice() == 0 -> content().foreign(it);
      case AnswerEvent.Finished it when it.choice() == 0 -> {
        finished = Optional.of(it);
        content().close(ResponseObject.incompleteReasonOf(it.reason()).isEmpty());
      }
      case AnswerEvent.Used it -> used = Optional.of(it);
      case AnswerEvent.Failed it -> fail(it);
      default -> {}
    }
  }

  Optional<AnswerEvent.Failed> failed() {
    return failed;
  }

  boolean isFinished() {
    return finished.isPresent();
  }

  /** The response, once all events are taken. */
  ObjectNode whole() {
    ObjectNode root = ResponseObject.of(started, context);
    finished.ifPresent(it -> ResponseObject.finish(root, items.all(), it.reason(), used));
    return root;
  }

  private OutputWriter content() {
    begin();
    return output;
  }

  private void begin() {
    if (!begun) {
      begun = true;
      emit("response.created", ResponseObject.of(started, context));
      emit("response.in_progress", ResponseObject.of(started, context));
    }
  }

  private void fail(AnswerEvent.Failed it) {
    if (failed.isPresent()) {
      return;
    }
    failed = Optional.of(it);
    begin();
    ObjectNode error = ResponsesErrors.inner(it);
    ObjectNode flat = Json.newObject();
    flat.set("code", error.get("code"));
    flat.set("message", error.get("message"));
    flat.putNull("param");
    sink.event("error", flat);
    ObjectNode root = ResponseObject.of(started, context);
    ResponseObject.fail(root, items.all(), it, used);
    emit("response.failed", root);
  }

  private void emit(String type, ObjectNode response) {
    ObjectNode event = Json.newObject();
    event.set("response", response);
    sink.event(type, event);
  }
}
