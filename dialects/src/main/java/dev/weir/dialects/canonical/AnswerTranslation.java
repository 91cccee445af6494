package dev.weir.dialects.canonical;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  }

  /** The event for the writer; nothing where it has to wait for {@link #end}. */
  public Optional<AnswerEvent> of(AnswerEvent event) {
    if (!to.tells(event) || isSecondOfOne(event)) {
      drop(event);
    }
    return switch (event) {
      case AnswerEvent.ToolCallStarted it ->
          Optional.of(
              it.named(MadeIds.inExchange(it.id(), context.requestId()), names.callers(it.name())));
      case AnswerEvent.CustomCallStarted it ->
          Optional.of(
              it.named(MadeIds.inExchange(it.id(), context.requestId()), names.callers(it.name())));
      case AnswerEvent.Finished it when it.reason() == FinishReason.ERROR && from != to.name() -> {
        // The usage may still come.
        failed = Optional.of(failure(it.dialectReason()));
        yield Optional.empty();
      }
      default -> Optional.of(event);
    };
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
