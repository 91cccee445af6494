package dev.weir.proxy.surface;

/** What a path asks for. */
enum Endpoint {
  /** Text of a model. */
  ANSWER,
  /** Vectors of texts. */
  EMBEDDINGS
}
