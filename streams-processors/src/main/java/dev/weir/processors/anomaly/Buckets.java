package dev.weir.processors.anomaly;

import dev.weir.governance.anomaly.Metric;
import dev.weir.processors.store.UseBucket;
import dev.weir.schemas.event.Outcome;
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

  /** Adds an attempt. */
  static void add(UseBucket bucket, Usage usage) {
    bucket.setUsedBucket(bucket.getBucket());
    bucket.setTokens(Math.addExact(bucket.getTokens(), tokens(usage)));
    bucket.setCostUsdNanos(Math.addExact(bucket.getCostUsdNanos(), usage.getCostUsdNanos()));
    if (!usage.getFinalAttempt()) {
      return;
    }
    bucket.setRequests(bucket.getRequests() + 1);
    bucket.setRequestId(usage.getRequestId());
    Outcome outcome = usage.getOutcome();
    if (outcome == Outcome.REFUSED) {
      bucket.setBlocked(bucket.getBlocked() + 1);
    } else if (outcome == Outcome.UPSTREAM_ERROR || outcome == Outcome.UPSTREAM_FAILED) {
      bucket.setFailed(bucket.getFailed() + 1);
    } else if (outcome == Outcome.COMPLETED) {
      long millis = Duration.between(usage.getStartedAt(), usage.getEndedAt()).toMillis();
      bucket.setLatencyLogarithms(
          bucket.getLatencyLogarithms() + Math.log1p((double) Math.max(0, millis)));
      bucket.setLatencies(bucket.getLatencies() + 1);
    }
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
