package dev.weir.processors.event;

import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.TakenNumbers;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Lets each usage record through once. Its number says whether it is a repetition, however late a
 * proxy's journal sends it again: a proxy numbers the usage of each team from one, anew with each
 * start.
 *
 * <p>What the processors write for an orphan has no number but the id that the proxy's own record
 * would have. The one that comes first counts: ids of such closings are remembered as long as
 * numbers are, ids of all other usage for a shorter time.
 */
public final class UsageOnce {

  /** As long as prompts and usage are kept. What a journal sends after that is charged anew. */
  static final Duration NUMBERS_MEMORY = Duration.ofDays(35);

  private static final Duration PURGE_INTERVAL = Duration.ofHours(1);

  private static final String SEEN = Topic.TOKEN_COUNTS.in("") + "-seen";
  private static final String CLOSED = "usage-closed";
  private static final String NUMBERS = "usage-numbers";

  private final Duration memory;
  private final Runnable onRepetition;

  /**
   * @param memory how long ids of numbered usage are remembered
   * @param onRepetition told of each record that is left out
   */
  public UsageOnce(Duration memory, Runnable onRepetition) {
    this.memory = memory;
    this.onRepetition = onRepetition;
  }

  /** The usage by team without repetitions. */
  public KStream<String, Usage> apply(KStream<String, Usage> usage) {
    return usage.process(
        Step.<String, Usage, String, Usage>supplier(
            Set.of(
                SeenIds.builder(SEEN, memory),
                SeenIds.builder(CLOSED, NUMBERS_MEMORY),
                StepStores.keyed(NUMBERS, StoreSerdes.of(TakenNumbers.class))),
            Once::new),
        Events.named(Topic.TOKEN_COUNTS.in("") + "-once"));
  }

  private final class Once implements Step<String, Usage> {

    private final ProcessorContext<String, Usage> context;
    private final SeenIds seen;
    private final SeenIds closed;
    private final KeyValueStore<String, TakenNumbers> numbers;

    Once(ProcessorContext<String, Usage> context) {
      this.context = context;
      this.seen = SeenIds.of(context, SEEN, memory);
      this.closed = SeenIds.of(context, CLOSED, NUMBERS_MEMORY);
      this.numbers = context.getStateStore(NUMBERS);
      var _ = context.schedule(PURGE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::purge);
    }

    @Override
    public void process(Record<String, Usage> record) {
      Usage usage = record.value();
      boolean numbered = usage.getSequence() > 0;
      boolean isNew = numbered ? take(usage) : !seen.contains(usage.getEventId());
      if (!isNew) {
        onRepetition.run();
        return;
      }
      seen.add(usage.getEventId());
      if (!numbered) {
        closed.add(usage.getEventId());
      }
      context.forward(record);
    }

    /**
     * Whether it came neither with this number nor without one; the number has come now in any
     * case. Only of a number beyond all that were taken is it certain that no record with its id
     * was read.
     */
    private boolean take(Usage usage) {
      String key = usage.getTeam() + '|' + usage.getProxyId() + '|' + usage.getProxyEpoch();
      TakenNumbers taken = numbers.get(key);
      boolean isBeyond = taken != null && usage.getSequence() >= taken.getNext();
      if (Numbers.isTaken(taken, usage.getSequence())) {
        return false;
      }
      numbers.put(key, Numbers.take(taken, usage.getSequence(), context.currentSystemTimeMs()));
      return !closed.contains(usage.getEventId())
          && (isBeyond || !seen.contains(usage.getEventId()));
    }

    private void purge(long now) {
      List<String> old = new ArrayList<>();
      try (KeyValueIterator<String, TakenNumbers> all = numbers.all()) {
        while (all.hasNext()) {
          KeyValue<String, TakenNumbers> entry = all.next();
          if (now - entry.value.getTakenMillis() > NUMBERS_MEMORY.toMillis()) {
            old.add(entry.key);
          }
        }
      }
      old.forEach(numbers::delete);
    }
  }
}
