package dev.weir.processors.alert;

import dev.weir.governance.anomaly.SpikeBaseline;
import dev.weir.governance.anomaly.SpikeRule;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.SpikeState;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Fills a bucket per team and compares it with the team's baseline after every usage record, so
 * that a spike is told while it lasts. Usage of a bucket that is over counts for the one being
 * filled.
 */
final class WatchUse implements Step<String, Usage> {

  private final ProcessorContext<String, AlertSource> context;
  private final SpikeRule rule;
  private final long bucketMillis;
  private final EventHeaders headers;
  private final KeyValueStore<String, SpikeState> baselines;

  WatchUse(
      ProcessorContext<String, AlertSource> context,
      SpikeRule rule,
      Duration bucket,
      EventHeaders headers) {
    this.context = context;
    this.rule = rule;
    this.bucketMillis = bucket.toMillis();
    this.headers = headers;
    this.baselines = context.getStateStore(SpikeSightings.BASELINE);
  }

  @Override
  public void process(Record<String, Usage> record) {
    Usage usage = record.value();
    long tokens = tokens(usage);
    if (tokens == 0) {
      return;
    }
    Filling before = filling(baselines.get(usage.getTeam()), bucketOf(usage));
    Filling after = new Filling(before.bucket, before.tokens + tokens, before.baseline);
    var spike = after.baseline.judge(after.tokens, rule);
    if (spike.isPresent()) {
      raise(record, after.bucket, spike.get());
      after = new Filling(after.bucket, after.tokens, after.baseline.held(rule));
    }
    baselines.put(usage.getTeam(), after.stored());
  }

  /** A proxy whose clock runs ahead must not carry the team's bucket into the future. */
  private long bucketOf(Usage usage) {
    return Math.min(usage.getEndedAt().toEpochMilli(), context.currentSystemTimeMs())
        / bucketMillis;
  }

  private Filling filling(@Nullable SpikeState stored, long bucket) {
    if (stored == null) {
      return new Filling(bucket, 0, SpikeBaseline.EMPTY);
    }
    Filling last = Filling.of(stored);
    if (bucket <= last.bucket) {
      return last;
    }
    return new Filling(
        bucket,
        0,
        last.baseline.learn(last.tokens, rule).learnSilence(bucket - last.bucket - 1, rule));
  }

  private void raise(Record<String, Usage> record, long bucket, SpikeBaseline.Spike spike) {
    Usage usage = record.value();
    Instant start = Instant.ofEpochMilli(bucket * bucketMillis);
    Sighting sighting =
        Sighting.newBuilder()
            .setEventId("spike/" + usage.getTeam() + "/" + start)
            .setSeverityId(3)
            .setTime(usage.getEndedAt())
            .setTitle("Spike in token use")
            .setDescription(
                String.format(
                    Locale.ROOT,
                    "Team %s used %d tokens within %s; %.0f are usual",
                    usage.getTeam(),
                    spike.observed(),
                    Duration.ofMillis(bucketMillis),
                    spike.expected()))
            .setType("spike")
            .setSubject("tokens")
            .setOrganisation(usage.getOrganisation())
            .setTeam(usage.getTeam())
            .setRequestId(usage.getRequestId())
            .setObserved((double) spike.observed())
            .setExpected(spike.expected())
            .build();
    context.forward(
        record
            .withKey(sighting.getTeam())
            .withValue(AlertSource.newBuilder().setSighting(sighting).build())
            .withHeaders(headers.of(Topic.SIGHTINGS, sighting.getEventId(), sighting.getTime())));
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

  /** A bucket that is being filled, and what was learned from those before it. */
  private record Filling(long bucket, long tokens, SpikeBaseline baseline) {

    static Filling of(SpikeState stored) {
      return new Filling(
          stored.getBucket(),
          stored.getTokens(),
          new SpikeBaseline(
              stored.getLevel(), stored.getSpread(), stored.getBuckets(), stored.getHoldBuckets()));
    }

    SpikeState stored() {
      return new SpikeState(
          bucket,
          tokens,
          baseline.level(),
          baseline.spread(),
          baseline.buckets(),
          baseline.holdBuckets());
    }
  }
}
