package dev.weir.dialects.canonical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands between a reader of one dialect and a writer of another, whichever they are: calls
 * get the names that the caller's tools have, and ids that no other exchange gives; a model that
 * failed ends the answer as an error; and what the caller's dialect has no place for is named. Used
 * by one thread at a time.
 */
public final class AnswerTranslation {

  /** More kinds of content than any answer has. */
  private static final int NAMES_MAX = 32;

  private static final int NAME_CHARACTERS_MAX = 64;

  private final DialectName from;
  private final Dialect to;
  private final ToolNames names;
  private final AnswerContext context;
  private final Set<String> dropped = new LinkedHashSet<>();
  private final Map<Integer, Map<Integer, TextInput>> texts = new HashMap<>();
  private final Citations citations;
  private Optional<AnswerEvent> failed = Optional.empty();

  /**
   * Begins.
   *
   * @param names as the request was written with
   */
  public AnswerTranslation(DialectName from, Dialect to, ToolNames names, AnswerContext context) {
    this.from = from;
    this.to = to;
    this.names = names;
    this.context = context;
    this.citations = new Citations(from, to);
  }

  /** The events for the writer; none where it has to wait for {@link #end}. */
  public List<AnswerEvent> of(AnswerEvent read) {
    List<AnswerEvent> told = citations.translated(read);
    if (told.size() == 1) {
      return named(told.getFirst());
    }
    List<AnswerEvent> events = new ArrayList<>();
    told.forEach(each -> events.addAll(named(each)));
    return events;
  }

  private List<AnswerEvent> named(AnswerEvent event) {
    if (!to.tells(event) || isSecondOfOne(event)) {
      drop(event);
    }
    return switch (event) {
      case AnswerEvent.ToolCallStarted it -> List.of(started(it));
      case AnswerEvent.CustomCallStarted it ->
          List.of(it.named(MadeIds.inExchange(it.id(), context.requestId()), callers(it.name())));
      case AnswerEvent.ToolCallDelta it ->
          textOf(it.choice(), it.call())
              .map(text -> custom(it.choice(), it.call(), text.take(it.json())))
              .orElse(List.of(it));
      case AnswerEvent.Finished it when it.reason() == FinishReason.ERROR && from != to.name() -> {
        // The usage may still come.
        failed = Optional.of(failure(it.dialectReason()));
        yield List.of();
      }
      case AnswerEvent.Finished it -> finished(it);
      default -> List.of(event);
    };
  }

  /** The call by the caller's name: of a function, or of the tool of text that it stands for. */
  private AnswerEvent started(AnswerEvent.ToolCallStarted it) {
    String id = MadeIds.inExchange(it.id(), context.requestId());
    String name = callers(it.name());
    if (!names.isText(name)) {
      return it.named(id, name);
    }
    if (it.signature().isPresent()) {
      dropped.add("answer.thoughtSignature");
    }
    texts.computeIfAbsent(it.choice(), _ -> new TreeMap<>()).put(it.call(), new TextInput());
    return new AnswerEvent.CustomCallStarted(it.choice(), it.call(), id, name);
  }

  /** As the caller knows the tool, whose dialect may have no namespaces. */
  private String callers(String providers) {
    String name = names.callers(providers);
    if (to.name() == DialectName.OPENAI_RESPONSES || Namespaces.namespaceOf(name).isEmpty()) {
      return name;
    }
    dropped.add("answer.namespace");
    return Namespaces.nameOf(name);
  }

  private Optional<TextInput> textOf(int choice, int call) {
    return Optional.ofNullable(texts.getOrDefault(choice, Map.of()).get(call));
  }

  private static List<AnswerEvent> custom(int choice, int call, String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(new AnswerEvent.CustomCallDelta(choice, call, text));
  }

  private List<AnswerEvent> finished(AnswerEvent.Finished it) {
    Map<Integer, TextInput> open = texts.remove(it.choice());
    if (open == null) {
      return List.of(it);
    }
    List<AnswerEvent> events = new ArrayList<>();
    open.forEach((call, text) -> {
      events.addAll(custom(it.choice(), call, text.end().orElse("")));
      if (text.isMoreBeside()) {
        dropped.add("answer.arguments");
      }
    });
    events.add(it);
    return events;
  }

  /** The provider's bytes have ended: the failure that waited. */
  public Optional<AnswerEvent> end() {
    return failed;
  }

  /** What was lost so far, as the provider's dialect names it: {@code answer.citation}. */
  public List<String> dropped() {
    return List.copyOf(dropped);
  }

  /** Whether the caller knows one call alone and this is another. */
  private boolean isSecondOfOne(AnswerEvent event) {
    return context.singleCall() && event instanceof AnswerEvent.ToolCallStarted it && it.call() > 0;
  }

  private static AnswerEvent.Failed failure(String reason) {
    return new AnswerEvent.Failed(
        ErrorKind.INTERNAL, "The provider's model gave no usable answer: " + safe(reason) + ".");
  }

  private void drop(AnswerEvent event) {
    if (dropped.size() < NAMES_MAX) {
      dropped.add("answer." + nameOf(event));
    }
  }

  private static String nameOf(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Foreign it -> safe(it.type());
      case AnswerEvent.CustomCallStarted _ -> "custom_tool_call";
      case AnswerEvent.ToolCallStarted _ -> "tool_calls";
      default -> "choices";
    };
  }

  /** Names are the provider's words. */
  private static String safe(String name) {
    String printable = name.replaceAll("[^A-Za-z0-9_.: -]", "_");
    return printable.substring(0, Math.min(printable.length(), NAME_CHARACTERS_MAX));
  }
}
