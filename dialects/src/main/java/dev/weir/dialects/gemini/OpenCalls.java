package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.WaitingLimit;
import dev.weir.dialects.json.CallArguments;
import dev.weir.dialects.json.Json;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The calls of one choice on their way out, in their order: each is one part, so it waits until its
 * arguments are whole. Too much behind the first ({@link WaitingLimit}) ends it; what comes later
 * is lost.
 */
final class OpenCalls {

  private final Map<Integer, OpenCall> calls = new LinkedHashMap<>();

  /** Of what the calls hold, those of the first among them. */
  private int characters;

  /** A call whose arguments may not be whole. */
  private static final class OpenCall {

    private final AnswerEvent.ToolCallStarted started;
    private final StringBuilder told = new StringBuilder();
    private final CallArguments arguments = new CallArguments();

    OpenCall(AnswerEvent.ToolCallStarted started) {
      this.started = started;
    }

    int characters() {
      return started.id().length()
          + started.name().length()
          + started.signature().map(String::length).orElse(0)
          + told.length();
    }

    ObjectNode part() {
      return AnswerParts.call(
          started.id(), started.name(), told + arguments.rest(), started.signature());
    }
  }

  /** How many characters wait in all. */
  int characters() {
    return characters;
  }

  void begin(AnswerEvent.ToolCallStarted started) {
    OpenCall call = new OpenCall(started);
    OpenCall before = calls.put(started.call(), call);
    characters += call.characters() - (before == null ? 0 : before.characters());
  }

  /** More of a call's arguments; what comes after its end is nothing. */
  void arguments(int number, String json) {
    OpenCall call = calls.get(number);
    if (call != null) {
      String told = call.arguments.read(json);
      call.told.append(told);
      characters += told.length();
    }
  }

  /** The calls from the first on that need not wait any more; arguments of several may mingle. */
  ArrayNode whole() {
    return fromTheFirst(call -> call.arguments.isWhole() || isPastALimit(call));
  }

  /** Those that have to end because too much waits. */
  ArrayNode overdue() {
    return fromTheFirst(this::isPastALimit);
  }

  ArrayNode all() {
    ArrayNode parts = Json.newArray();
    calls.values().forEach(it -> parts.add(it.part()));
    calls.clear();
    characters = 0;
    return parts;
  }

  private ArrayNode fromTheFirst(Predicate<OpenCall> ends) {
    ArrayNode parts = Json.newArray();
    Iterator<OpenCall> open = calls.values().iterator();
    while (open.hasNext()) {
      OpenCall first = open.next();
      if (!ends.test(first)) {
        break;
      }
      open.remove();
      characters -= first.characters();
      parts.add(first.part());
    }
    return parts;
  }

  private boolean isPastALimit(OpenCall first) {
    return WaitingLimit.isPast(characters - first.characters(), first.arguments);
  }
}
