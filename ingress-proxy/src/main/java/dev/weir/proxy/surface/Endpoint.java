package dev.weir.proxy.surface;

/** What a path asks for. */
sealed interface Endpoint permits Endpoint.Known, PassageAsk {

  /** What Weir reads. */
  enum Known implements Endpoint {
    /** Text of a model. */
    ANSWER,
    /** Vectors of texts. */
    EMBEDDINGS,
    /** How many tokens a request for text would have. */
    TOKEN_COUNT
  }
}
