package dev.weir.dialects.embedding;

import java.util.Optional;

/** What a provider has for a request for embeddings. */
public enum EmbeddingService {
  /** OpenAI's own endpoint: bytes pass. */
  OPENAI,
  GEMINI,
  VERTEX,
  /** Amazon Titan on Bedrock. */
  TITAN,
  /** Cohere on Bedrock. */
  COHERE,
  NONE;

  /** What it is asked in; nothing where that is the caller's dialect, or it cannot be asked. */
  public Optional<EmbeddingDialect> dialect() {
    return switch (this) {
      case GEMINI -> Optional.of(new GeminiEmbeddings());
      case VERTEX -> Optional.of(new VertexEmbeddings());
      case TITAN -> Optional.of(new TitanEmbeddings());
      case COHERE -> Optional.of(new CohereEmbeddings());
      case OPENAI, NONE -> Optional.empty();
    };
  }

  /**
   * By a model of Bedrock, whose endpoint is one and whose bodies are each maker's own: an id, an
   * inference profile's id, or an ARN that holds one.
   */
  public static EmbeddingService ofBedrock(String model) {
    if (model.contains("amazon.titan-embed-text")) {
      return TITAN;
    }
    return model.contains("cohere.embed") ? COHERE : NONE;
  }
}
