package dev.weir.dialects.canonical;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells the citations of one dialect in another that has them, as an answer goes by. */
final class Citations {

  private final DialectName from;
  private final Dialect to;
  private final Map<Integer, Text> texts = new HashMap<>();

  /** The text of a choice: all of it, and where its last unbroken run began. */
  private static final class Text {

    private long length;
    private long runStart;
    private boolean running;

    void add(String more) {
      if (!running) {
        running = true;
        runStart = length;
      }
      length += Citation.lengthOf(more);
    }
  }

  Citations(DialectName from, Dialect to) {
    this.from = from;
    this.to = to;
  }

  /** The event for the writer: the same, or the citation in the writer's own words. */
  AnswerEvent translated(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.TextDelta it -> at(it.choice()).add(it.text());
      case AnswerEvent.RefusalDelta it -> at(it.choice()).running = false;
      case AnswerEvent.ThinkingDelta it -> at(it.choice()).running = false;
      case AnswerEvent.ThinkingSignature it -> at(it.choice()).running = false;
      case AnswerEvent.HiddenThinking it -> at(it.choice()).running = false;
      case AnswerEvent.ToolCallStarted it -> at(it.choice()).running = false;
      case AnswerEvent.CustomCallStarted it -> at(it.choice()).running = false;
      case AnswerEvent.Foreign it when from != to.name() -> {
        return it.citation().flatMap(cited -> cited(it.choice(), cited)).orElse(it);
      }
      default -> {}
    }
    return event;
  }

  private Text at(int choice) {
    return texts.computeIfAbsent(choice, _ -> new Text());
  }

  private Optional<AnswerEvent> cited(int choice, Citation citation) {
    Text text = at(choice);
    return to.cite(choice, citation, text.running ? text.runStart : text.length)
        .map(AnswerEvent.class::cast);
  }
}
