package dev.weir.processors.progress;

import dev.weir.governance.escrow.ClosedStarts;
import dev.weir.schemas.event.ExchangeProgress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which starts of proxies are settled, for the grantor. What the tasks that close exchanges say is
 * believed when the grantor's application has read all usage that was in the log when it was heard:
 * what was closed has then been charged.
 */
public final class SettledStarts implements ClosedStarts {

  private record Heard(Map<Integer, ExchangeProgress> partitions, long atMillis) {}

  private record Certain(long readUpToMillis, Set<String> open) {}

  private final Supplier<Map<Integer, ExchangeProgress>> closers;
  private final Supplier<Reading> grantor;
  private final Supplier<Long> clock;
  private final long slackMillis;
  private @Nullable Heard heard;
  private volatile Certain certain = new Certain(0, Set.of());

  /**
   * @param grantor how far the grantor's application has read usage
   * @param slack how far the clocks of two processors may differ
   */
  public SettledStarts(ExchangeProgressView closers, Supplier<Reading> grantor, Duration slack) {
    this(closers::current, grantor, System::currentTimeMillis, slack);
  }

  SettledStarts(
      Supplier<Map<Integer, ExchangeProgress>> closers,
      Supplier<Reading> grantor,
      Supplier<Long> clock,
      Duration slack) {
    this.closers = closers;
    this.grantor = grantor;
    this.clock = clock;
    this.slackMillis = slack.toMillis();
  }

  @Override
  public boolean isClosed(String start, long provenMillis) {
    look();
    Certain now = certain;
    return now.readUpToMillis() - slackMillis >= provenMillis
        && !now.open().contains(start)
        && !now.open().contains("");
  }

  private synchronized void look() {
    Reading read = grantor.get();
    if (heard != null && read.upToMillis() >= heard.atMillis()) {
      certain = certain(heard.partitions(), read.partitions());
      heard = null;
    }
    if (heard == null) {
      // The time is taken last: what is heard now was in the log before.
      Map<Integer, ExchangeProgress> partitions = closers.get();
      heard = new Heard(partitions, clock.get());
    }
  }

  private Certain certain(Map<Integer, ExchangeProgress> partitions, int width) {
    boolean isComplete = width > 0 && IntStream.range(0, width).allMatch(partitions::containsKey);
    if (!isComplete) {
      return certain;
    }
    Set<String> open = new HashSet<>();
    partitions.values().forEach(it -> open.addAll(it.getOpenStarts()));
    long readUpTo =
        partitions.values().stream()
            .mapToLong(it -> it.getReadUpTo().toEpochMilli())
            .min()
            .orElse(0);
    return new Certain(readUpTo, open);
  }
}
