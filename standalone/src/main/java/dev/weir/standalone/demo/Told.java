package dev.weir.standalone.demo;

/**
 * What a caller saw of one exchange.
 *
 * @param requestId as the gateway named it
 * @param code of the error, empty where there was none
 * @param message of the error, empty where there was none
 * @param inputTokens as the usage in the answer said; 0 where the answer had none
 */
record Told(
    Ask ask,
    String requestId,
    int status,
    String code,
    String message,
    long inputTokens,
    long outputTokens) {

  boolean isStoppedByQuota() {
    return status == 429 && code.equals("quota_exceeded");
  }

  boolean hasUsage() {
    return inputTokens + outputTokens > 0;
  }

  long tokens() {
    return inputTokens + outputTokens;
  }
}
