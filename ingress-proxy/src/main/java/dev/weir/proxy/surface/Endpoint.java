package dev.weir.proxy.surface;

/** What a path asks for. */
enum Endpoint {
  /** Text of a model. */
  ANSWER,
  /** Vectors of texts. */
  EMBEDDINGS,
  /** How many tokens a request for text would have. */
  TOKEN_COUNT
}
