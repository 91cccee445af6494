package dev.weir.dialects.embedding;

import dev.weir.dialects.canonical.Losses;
import java.util.List;
import java.util.Optional;

/** What several providers say the same way. */
final class Wording {

  private Wording() {}

  /** The texts; tokens cannot be said to a provider whose models have others. */
  static List<String> texts(EmbeddingRequest request, Losses losses) {
    return switch (request.inputs()) {
      case EmbeddingInputs.Texts(List<String> texts) -> texts;
      case EmbeddingInputs.Tokens _ -> {
        losses.refuse("input (tokens)");
        yield List.of();
      }
    };
  }

  /** Google's name of what the vectors are for. */
  static Optional<String> taskType(EmbeddingRequest request, Losses losses) {
    if (request.inputType().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> task =
        switch (request.inputType().get()) {
          case "search_document" -> Optional.of("RETRIEVAL_DOCUMENT");
          case "search_query" -> Optional.of("RETRIEVAL_QUERY");
          case "classification" -> Optional.of("CLASSIFICATION");
          case "clustering" -> Optional.of("CLUSTERING");
          default -> Optional.empty();
        };
    if (task.isEmpty()) {
      losses.drop("input_type");
    }
    return task;
  }
}
