package dev.weir.dialects.canonical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the citations of one dialect in another that has them, as an answer goes by. Gemini's
 * places need the text itself: of a choice with more than {@value #TEXT_CHARACTERS_MAX} characters
 * none are told.
 */
final class Citations {

  private static final int TEXT_CHARACTERS_MAX = 256 * 1024;

  /** More than any answer has; further ones are not told. */
  private static final int PAGES_MAX = 1_000;

  private final DialectName from;
  private final Dialect to;
  private final boolean needsText;
  private final Map<Integer, Text> texts = new HashMap<>();
  private int pages;

  /** The text of a choice: all of it, and where its last unbroken run began. */
  private static final class Text {

    private final StringBuilder all = new StringBuilder();
    private long length;
    private long runStart;
    private boolean running;
    private boolean tooLong;

    void add(String more) {
      if (!running) {
        running = true;
        runStart = length;
      }
      length += Citation.lengthOf(more);
    }

    void keep(String more) {
      tooLong |= all.length() + more.length() > TEXT_CHARACTERS_MAX;
      if (tooLong) {
        all.setLength(0);
        all.trimToSize();
      } else {
        all.append(more);
      }
    }

    CitedText cited() {
      return new CitedText(all, running ? runStart : length);
    }
  }

  Citations(DialectName from, Dialect to) {
    this.from = from;
    this.to = to;
    this.needsText =
        from != to.name() && (from == DialectName.GEMINI || to.name() == DialectName.GEMINI);
  }

  /** The events for the writer: the same, or the citations in the writer's own words. */
  List<AnswerEvent> translated(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.TextDelta it -> {
        at(it.choice()).add(it.text());
        if (needsText) {
          at(it.choice()).keep(it.text());
        }
      }
      case AnswerEvent.RefusalDelta it -> at(it.choice()).running = false;
      case AnswerEvent.ThinkingDelta it -> at(it.choice()).running = false;
      case AnswerEvent.ThinkingSignature it -> at(it.choice()).running = false;
      case AnswerEvent.HiddenThinking it -> at(it.choice()).running = false;
      case AnswerEvent.ToolCallStarted it -> at(it.choice()).running = false;
      case AnswerEvent.CustomCallStarted it -> at(it.choice()).running = false;
      case AnswerEvent.Foreign it when from != to.name() -> {
        return it.cited().map(cited -> told(it, cited)).orElse(List.of(it));
      }
      default -> {}
    }
    return List.of(event);
  }

  private Text at(int choice) {
    return texts.computeIfAbsent(choice, _ -> new Text());
  }

  /** What is not told stays in the provider's words, by which it is named. */
  private List<AnswerEvent> told(AnswerEvent.Foreign source, Cited cited) {
    Text text = at(source.choice());
    if (text.tooLong) {
      return List.of(source);
    }
    Cited.Told told = cited.in(text.all);
    List<AnswerEvent> events = new ArrayList<>();
    for (Citation page : told.pages()) {
      cite(source.choice(), page, text).ifPresent(events::add);
    }
    if (events.isEmpty() && !told.pages().isEmpty()) {
      return List.of(source);
    }
    if (events.size() < told.pages().size()) {
      events.add(source);
    }
    for (String lost : told.lost()) {
      events.add(
          new AnswerEvent.Foreign(
              source.choice(), source.dialect(), source.type() + "." + lost, source.json()));
    }
    return events;
  }

  private Optional<AnswerEvent.Foreign> cite(int choice, Citation page, Text text) {
    if (pages >= PAGES_MAX) {
      return Optional.empty();
    }
    pages++;
    return to.cite(choice, page, text.cited());
  }
}
