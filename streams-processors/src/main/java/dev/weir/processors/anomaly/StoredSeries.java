package dev.weir.processors.anomaly;

import dev.weir.governance.anomaly.AnomalyScorer;
import dev.weir.governance.anomaly.Episode;
import dev.weir.governance.anomaly.Metric;
import dev.weir.governance.anomaly.SeriesWatch;
import dev.weir.governance.anomaly.WeekProfile;
import dev.weir.processors.store.WatchedSeries;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The watch of a series as it lies in the store. */
final class StoredSeries {

  private StoredSeries() {}

  static SeriesWatch read(Metric metric, @Nullable WatchedSeries stored) {
    return stored == null
        ? new SeriesWatch(metric, new AnomalyScorer(), new WeekProfile(), Episode.none())
        : new SeriesWatch(
            metric,
            AnomalyScorer.of(bytes(stored.getScorer())),
            WeekProfile.of(bytes(stored.getProfile())),
            episode(stored));
  }

  static WatchedSeries write(SeriesWatch watch) {
    var stored =
        WatchedSeries.newBuilder()
            .setScorer(ByteBuffer.wrap(watch.scorer().bytes()))
            .setProfile(ByteBuffer.wrap(watch.profile().bytes()));
    return switch (watch.episode()) {
      case Episode.Calm(Instant from) -> stored.setCalmFromMillis(from.toEpochMilli()).build();
      case Episode.Running(Instant since, double expected, double told, int calmValues) ->
          stored
              .setSinceMillis(since.toEpochMilli())
              .setExpected(expected)
              .setTold(told)
              .setCalmValues(calmValues)
              .build();
    };
  }

  private static Episode episode(WatchedSeries stored) {
    Long since = stored.getSinceMillis();
    return since == null
        ? new Episode.Calm(Instant.ofEpochMilli(stored.getCalmFromMillis()))
        : new Episode.Running(
            Instant.ofEpochMilli(since),
            stored.getExpected(),
            stored.getTold(),
            stored.getCalmValues());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
