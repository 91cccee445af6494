package dev.weir.dialects.embedding;

/** What came of reading a request for embeddings. Texts never quote the body. */
public sealed interface EmbeddingReading {

  record Read(EmbeddingRequest request) implements EmbeddingReading {}

  record Wrong(String message) implements EmbeddingReading {}
}
