package dev.weir.dialects.canonical;

/**
 * What a writer of answers knows beside the events.
 *
 * @param requestId makes the answer's id where the provider gave none
 * @param model what the caller named, where the provider named none
 * @param usageInStream whether the caller asked for the usage in the stream
 * @param nowSeconds since the epoch, where the provider gave no time
 * @param singleCall as in {@link CanonicalRequest}
 */
public record AnswerContext(
    String requestId, String model, boolean usageInStream, long nowSeconds, boolean singleCall) {

  /** For a caller who knows several calls. */
  public AnswerContext(String requestId, String model, boolean usageInStream, long nowSeconds) {
    this(requestId, model, usageInStream, nowSeconds, false);
  }
}
