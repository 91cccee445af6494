package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.AnswerEvent;
import java.util.Optional;
import java.util.Set;

/**
 * More of one text of an answer.
 *
 * @param place tells the texts of an answer apart
 */
record Delta(String place, int choice, String text) {

  /** Items of Responses that are calls of tools of the provider's making, which the caller runs. */
  private static final Set<String> CALLERS =
      Set.of("computer_call", "local_shell_call", "shell_call", "apply_patch_call");

  static Optional<Delta> of(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.TextDelta it -> of("text", it.choice(), it.text());
      case AnswerEvent.RefusalDelta it -> of("refusal", it.choice(), it.text());
      case AnswerEvent.ThinkingDelta it -> of("thinking", it.choice(), it.text());
      case AnswerEvent.ToolCallDelta it -> of("call" + it.call(), it.choice(), it.json());
      case AnswerEvent.CustomCallDelta it -> of("custom" + it.call(), it.choice(), it.text());
      case AnswerEvent.ToolCallStarted _,
          AnswerEvent.CustomCallStarted _,
          AnswerEvent.Started _,
          AnswerEvent.ThinkingSignature _,
          AnswerEvent.HiddenThinking _,
          AnswerEvent.Foreign _,
          AnswerEvent.Finished _,
          AnswerEvent.Used _,
          AnswerEvent.Failed _ ->
          Optional.empty();
    };
  }

  private static Optional<Delta> of(String kind, int choice, String text) {
    return Optional.of(new Delta(kind + "/" + choice, choice, text));
  }

  /** The same event with another text. */
  static AnswerEvent with(AnswerEvent event, String text) {
    return switch (event) {
      case AnswerEvent.TextDelta it -> new AnswerEvent.TextDelta(it.choice(), text);
      case AnswerEvent.RefusalDelta it -> new AnswerEvent.RefusalDelta(it.choice(), text);
      case AnswerEvent.ThinkingDelta it -> new AnswerEvent.ThinkingDelta(it.choice(), text);
      case AnswerEvent.ToolCallDelta it ->
          new AnswerEvent.ToolCallDelta(it.choice(), it.call(), text);
      case AnswerEvent.CustomCallDelta it ->
          new AnswerEvent.CustomCallDelta(it.choice(), it.call(), text);
      default -> event;
    };
  }

  /** The name of a tool that the caller is to run, where a call of one begins. */
  static Optional<String> called(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.ToolCallStarted it -> Optional.of(it.name());
      case AnswerEvent.CustomCallStarted it -> Optional.of(it.name());
      // These have no name but their type.
      case AnswerEvent.Foreign it when CALLERS.contains(it.type()) -> Optional.of(it.type());
      default -> Optional.empty();
    };
  }

  boolean isOfCall() {
    return place.startsWith("call");
  }
}
