package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.governance.guard.Inspection;
import java.util.TreeMap;

/**
 * The text of an answer, gathered to be compared with a schema when it is whole. One beyond {@value
 * #CHARACTERS_MAX} characters is not compared.
 */
final class AnswerText {

  private static final int CHARACTERS_MAX = 4 * 1024 * 1024;

  private final TreeMap<Integer, StringBuilder> byChoice = new TreeMap<>();
  private int characters;
  private boolean callsTools;

  void take(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.TextDelta it when characters <= CHARACTERS_MAX -> {
        characters += it.text().length();
        byChoice.computeIfAbsent(it.choice(), _ -> new StringBuilder()).append(it.text());
      }
      case AnswerEvent.ToolCallStarted _ -> callsTools = true;
      default -> {}
    }
  }

  /** What calls tools has not answered yet, and what has no text declined to. */
  void compare(AnswerGuards guards, Inspection inspection) {
    if (callsTools || byChoice.isEmpty() || guards.schema().isEmpty()) {
      return;
    }
    if (characters > CHARACTERS_MAX) {
      inspection.uncompared(characters);
      return;
    }
    SchemaCheck check = new SchemaCheck(guards.schema().get());
    for (StringBuilder text : byChoice.values()) {
      switch (check.of(text.toString())) {
        case CONFORMS -> {}
        case DIFFERS -> inspection.doesNotConform();
        case UNUSABLE -> inspection.uncompared(text.length());
      }
    }
  }
}
