package dev.weir.dialects.responses;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes the items of an answer's output, and each event on their way. One message or reasoning
 * item is open at a time; function calls stay open until another item begins after their arguments
 * are whole, because those may come by turns.
 *
 * <p>A reasoning item that OpenAI signed ends with OpenAI's id, under which alone it may come back,
 * though it began with another: the id comes with the signature. Items are told apart by their
 * place.
 */
final class OutputWriter {

  private final OutputItems items;
  private final Map<Integer, OpenCall> calls = new LinkedHashMap<>();

  /** Those of the open calls whose arguments are whole: apart, because many may be open. */
  private final NavigableSet<Integer> whole = new TreeSet<>();

  private Optional<OpenMessage> message = Optional.empty();
  private Optional<OpenReasoning> reasoning = Optional.empty();

  OutputWriter(OutputItems items) {
    this.items = items;
  }

  void text(String more) {
    message().append("output_text", more);
  }

  void refusal(String more) {
    message().append("refusal", more);
  }

  void thinking(String more) {
    reasoning().append(more);
  }

  /** Also without words before it: they are not shown. */
  void signature(AnswerEvent.ThinkingSignature it) {
    reasoning()
        .close(
            Optional.of(
                ReasoningProof.of(ReasoningProof.Kind.SIGNATURE, it.signedBy(), it.signature())));
    reasoning = Optional.empty();
  }

  void hidden(AnswerEvent.HiddenThinking it) {
    hidden(ReasoningProof.of(ReasoningProof.Kind.HIDDEN, it.signedBy(), it.data()));
  }

  private void hidden(ReasoningProof proof) {
    closeBlock(true);
    reasoning().close(Optional.of(proof));
    reasoning = Optional.empty();
  }

  /** Gemini's signature of a call goes before it, as a reasoning item of its own. */
  void call(AnswerEvent.ToolCallStarted it) {
    closeBlock(true);
    it.signature()
        .ifPresent(signature ->
            hidden(ReasoningProof.of(ReasoningProof.Kind.CALL, DialectName.GEMINI, signature)));
    calls.put(it.call(), new OpenCall(items, OpenCall.Kind.FUNCTION, it.id(), it.name()));
  }

  void customCall(AnswerEvent.CustomCallStarted it) {
    closeBlock(true);
    calls.put(it.call(), new OpenCall(items, OpenCall.Kind.CUSTOM, it.id(), it.name()));
  }

  void arguments(AnswerEvent.ToolCallDelta it) {
    append(it.call(), it.json());
  }

  void customInput(AnswerEvent.CustomCallDelta it) {
    append(it.call(), it.text());
  }

  private void append(int number, String more) {
    OpenCall call = calls.get(number);
    if (call == null) {
      return;
    }
    call.append(more);
    if (call.isWhole()) {
      whole.add(number);
    }
  }

  /** An item of this dialect, or a source of the open text. Other dialects' have no place here. */
  void foreign(AnswerEvent.Foreign it) {
    if (it.dialect() != DialectName.OPENAI_RESPONSES || it.type().startsWith(OutputReader.PART)) {
      return;
    }
    if (it.type().equals(OutputReader.AUDIO)) {
      items.pass(it.json());
      return;
    }
    if (it.type().startsWith(OutputReader.ANNOTATION)) {
      message.ifPresent(open -> open.cite(it.json()));
      return;
    }
    closeBlock(true);
    OutputItems.Place place = items.open("item");
    items.added(place, it.json());
    items.done(place, it.json());
  }

  /**
   * Closes what is open.
   *
   * @param completed whether the answer came to its end by itself
   */
  void close(boolean completed) {
    closeBlock(completed);
    calls.values().forEach(call -> call.close(completed));
    calls.clear();
  }

  private void closeBlock(boolean completed) {
    message.ifPresent(it -> it.close(completed));
    message = Optional.empty();
    reasoning.ifPresent(it -> it.close(Optional.empty()));
    reasoning = Optional.empty();
    for (int number : whole) {
      OpenCall call = calls.remove(number);
      if (call != null) {
        call.close(true);
      }
    }
    whole.clear();
  }

  private OpenMessage message() {
    if (message.isEmpty()) {
      closeBlock(true);
      message = Optional.of(new OpenMessage(items));
    }
    return message.get();
  }

  private OpenReasoning reasoning() {
    if (reasoning.isEmpty()) {
      closeBlock(true);
      reasoning = Optional.of(new OpenReasoning(items));
    }
    return reasoning.get();
  }
}
