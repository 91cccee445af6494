package dev.weir.dialects.embedding;

import dev.weir.dialects.usage.TokenEstimate;
import java.util.List;

/** What is to be embedded: one vector for each. */
public sealed interface EmbeddingInputs {

  /** How many vectors are asked for; at least one. */
  int count();

  /** Tokens of all of them together. */
  long tokens();

  record Texts(List<String> texts) implements EmbeddingInputs {

    public Texts {
      texts = List.copyOf(texts);
    }

    @Override
    public int count() {
      return texts.size();
    }

    /** An estimate. */
    @Override
    public long tokens() {
      long tokens = 0;
      for (String text : texts) {
        tokens += TokenEstimate.ofText(text.length());
      }
      return tokens;
    }
  }

  /**
   * Texts that the caller has cut into the tokens of one of OpenAI's models, which mean nothing to
   * other providers.
   *
   * @param tokens of all of them together, exactly
   */
  record Tokens(int count, long tokens) implements EmbeddingInputs {}
}
