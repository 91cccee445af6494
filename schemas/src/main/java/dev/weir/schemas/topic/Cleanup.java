package dev.weir.schemas.topic;

import java.time.Duration;
import java.util.Map;

/** What a topic does with its old records. */
public sealed interface Cleanup {

  /** Keeps the newest record of each key for ever. */
  record Compact() implements Cleanup {}

  /** Drops records that are older than {@code retention}. */
  record Delete(Duration retention) implements Cleanup {
    public Delete {
      if (!retention.isPositive()) {
        throw new IllegalArgumentException("retention must be positive: " + retention);
      }
    }
  }

  /** The topic settings, by Kafka's names. */
  default Map<String, String> settings() {
    return switch (this) {
      case Compact _ -> Map.of("cleanup.policy", "compact");
      case Delete(Duration retention) ->
          Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
    };
  }
}
