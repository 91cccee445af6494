package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.FinishReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The stop sequence that a server says it met. */
final class MetSequence {

  /** Which no server means as a sequence that was met, in small letters. */
  private static final Set<String> REASONS =
      Set.of(
          "refusal",
          "pause_turn",
          "max_output_tokens",
          "model_context_window_exceeded",
          "complete",
          "completed",
          "done",
          "end_of_sequence",
          "end_of_text",
          "eos_token",
          "finish",
          "finished",
          "max_length",
          "none",
          "stopped",
          "stop_token",
          "success");

  private MetSequence() {}

  /** SGLang's word and vLLM's, which others use for their own reason. */
  static Optional<String> of(JsonNode choice) {
    for (String name : List.of("matched_stop", "stop_reason")) {
      String text = choice.path(name).isTextual() ? choice.path(name).textValue() : "";
      String word = text.toLowerCase(Locale.ROOT);
      if (!text.isEmpty()
          && ChatAnswerReader.reasonOf(word) == FinishReason.OTHER
          && !REASONS.contains(word)) {
        return Optional.of(ChatAnswerReader.limited(text));
      }
    }
    return Optional.empty();
  }
}
