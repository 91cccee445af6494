package dev.weir.processors.health;

/**
 * Whether the processors do their work.
 *
 * @param ready they process what comes
 * @param reason why not; empty when ready
 * @param lag how many records wait to be processed, those among them that are being worked on
 */
public record Readiness(boolean ready, String reason, long lag) {

  /** As an answer to a probe. */
  String json() {
    return "{\"ready\":%b,\"reason\":\"%s\",\"lag\":%d}".formatted(ready, reason, lag);
  }
}
