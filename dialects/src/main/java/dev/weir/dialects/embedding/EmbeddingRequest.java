package dev.weir.dialects.embedding;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request for embeddings.
 *
 * @param model as the caller named it
 * @param base64 whether the vectors are wanted as base64 of little-endian 32-bit floats, which
 *     OpenAI's own clients ask for, and not as arrays of numbers
 * @param dimensions empty for as many as the model makes
 * @param inputType what the vectors are for ({@code search_query} and the like), by Cohere's names;
 *     OpenAI has no such field, callers send it beside the others
 * @param others names of further fields, which only OpenAI's dialect knows
 */
public record EmbeddingRequest(
    String model,
    EmbeddingInputs inputs,
    boolean base64,
    OptionalLong dimensions,
    Optional<String> inputType,
    List<String> others) {

  public EmbeddingRequest {
    others = List.copyOf(others);
  }

  /** The same request for a model of another name. */
  public EmbeddingRequest withModel(String other) {
    return new EmbeddingRequest(other, inputs, base64, dimensions, inputType, others);
  }
}
