package dev.weir.dialects.gemini;

/** Whom a request is written for, as far as servers of this dialect differ. */
enum GeminiServer {
  GEMINI_API,
  /**
   * For long it knew no ids of calls and answered 400 to a request with one ({@code Unknown name
   * "id"}); since Gemini 3 it gives ids itself. Results stand in the order of their calls, so that
   * it needs none.
   */
  VERTEX;

  /** Vertex AI has it in a header. */
  boolean takesServiceTier() {
    return this == GEMINI_API;
  }

  boolean takesCallIds(String model) {
    return this == GEMINI_API || ThinkingConfig.isGemini3(model);
  }
}
