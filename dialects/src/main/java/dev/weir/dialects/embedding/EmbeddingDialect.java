package dev.weir.dialects.embedding;

import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import java.util.Optional;

/** How one kind of provider is asked for embeddings. Keeps no state. */
public interface EmbeddingDialect {

  /**
   * Writes a request for a provider, whose model's name it holds already.
   *
   * @param losses takes the names of what cannot be said
   */
  WrittenRequest write(EmbeddingRequest request, Losses losses);

  /** Reads an answer; nothing where the bytes are none. */
  Optional<EmbeddingAnswer> read(byte[] body);
}
