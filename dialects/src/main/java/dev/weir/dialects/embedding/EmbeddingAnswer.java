package dev.weir.dialects.embedding;

import java.util.List;
import java.util.OptionalLong;

/**
 * The vectors, in the order of what was to be embedded.
 *
 * @param inputTokens as the provider counted them; empty where it does not
 */
public record EmbeddingAnswer(List<float[]> vectors, OptionalLong inputTokens) {

  public EmbeddingAnswer {
    vectors = List.copyOf(vectors);
  }
}
