package dev.weir.governance.anomaly;

import java.time.Instant;

/** What is to be told of a series. An anomaly is known by its series and its beginning. */
public sealed interface AnomalyNews {

  /** When the anomaly began. */
  Instant since();

  double observed();

  /** As it was expected when the anomaly began. */
  double expected();

  /** It is one now. */
  record Began(Instant since, double observed, double expected) implements AnomalyNews {}

  /** It is at least twice as far off as when it was last told. */
  record Grew(Instant since, double observed, double expected) implements AnomalyNews {}

  /** It is over, or has lasted so long that it is taken for what is usual now. */
  record Ended(Instant since, double observed, double expected) implements AnomalyNews {}
}
