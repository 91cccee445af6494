package dev.weir.processors.anomaly;

import dev.weir.governance.anomaly.Metric;
import dev.weir.processors.store.UseBucket;
import dev.weir.schemas.event.Usage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Stretches of time that use is added up in, and what they say of each metric. */
final class Buckets {

  static final Duration LENGTH = Duration.ofMinutes(5);

  /** A share or a mean of fewer requests says nothing. */
  private static final int REQUESTS_MIN = 5;

  private static final double NANOS = 1e9;

  private Buckets() {}

  static long of(long millis) {
    return Math.floorDiv(millis, LENGTH.toMillis());
  }

  static UseBucket empty(long bucket, long usedBucket) {
    return UseBucket.newBuilder().setBucket(bucket).setUsedBucket(usedBucket).build();
  }

  /** The stretch with an attempt more. */
  static UseBucket with(UseBucket bucket, Usage usage) {
    var sum =
        UseBucket.newBuilder(bucket)
            .setUsedBucket(bucket.getBucket())
            .setTokens(Math.addExact(bucket.getTokens(), tokens(usage)))
            .setCostUsdNanos(Math.addExact(bucket.getCostUsdNanos(), usage.getCostUsdNanos()));
    if (!usage.getFinalAttempt()) {
      return sum.build();
    }
    sum.setRequests(bucket.getRequests() + 1).setRequestId(usage.getRequestId());
    return switch (usage.getOutcome()) {
      case REFUSED -> sum.setBlocked(bucket.getBlocked() + 1).build();
      case UPSTREAM_ERROR, UPSTREAM_FAILED -> sum.setFailed(bucket.getFailed() + 1).build();
      case COMPLETED ->
          sum.setLatencyLogarithms(bucket.getLatencyLogarithms() + Math.log1p(millis(usage)))
              .setLatencies(bucket.getLatencies() + 1)
              .build();
      case CANCELLED, CUT, ORPHANED, UNKNOWN -> sum.build();
    };
  }

  private static double millis(Usage usage) {
    Duration took = Duration.between(usage.getStartedAt(), usage.getEndedAt());
    return (double) Math.max(0, took.toMillis());
  }

  /** What a whole stretch says; shares and means only where there were requests enough. */
  static Map<Metric, Double> values(UseBucket bucket) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.REQUESTS, (double) bucket.getRequests());
    values.put(Metric.TOKENS, (double) bucket.getTokens());
    values.put(Metric.COST, Math.max(0, bucket.getCostUsdNanos() / NANOS));
    if (bucket.getRequests() >= REQUESTS_MIN) {
      values.put(Metric.ERRORS, (double) bucket.getFailed() / bucket.getRequests());
      values.put(Metric.BLOCKED, (double) bucket.getBlocked() / bucket.getRequests());
    }
    if (bucket.getLatencies() >= REQUESTS_MIN) {
      values.put(Metric.LATENCY, Math.expm1(bucket.getLatencyLogarithms() / bucket.getLatencies()));
    }
    return values;
  }

  private static long tokens(Usage usage) {
    return usage.getInputTokens()
        + usage.getCacheReadTokens()
        + usage.getCacheWriteTokens()
        + usage.getOutputTokens()
        + usage.getReasoningTokens()
        + usage.getAudioTokens()
        + usage.getImageTokens();
  }
}
