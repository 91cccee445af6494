package dev.weir.processors.charge;

import dev.weir.processors.event.Step;
import dev.weir.processors.store.PendingCharge;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds rated usage up per team, project, model, token type, tier, price and hour, and writes the
 * sums as rows; usage of an hour that is closed goes to rows of its own, which correct that hour.
 * Holds at most {@value #PENDING_MAX} sums: one more writes all of them early.
 */
final class CollectCharges implements Step<String, RatedUsage> {

  static final int PENDING_MAX = 10_000;

  private static final String NEXT = "next";

  /** What a row of a closed hour says in x_CorrectionReason. */
  private static final String LATE = "late-usage";

  private final ProcessorContext<String, ChargebackRow> context;
  private final EventHeaders headers;
  private final KeyValueStore<String, PendingCharge> pending;
  private final KeyValueStore<String, Long> sequence;
  private final ClosedHours closed;
  private int pendingCount;

  CollectCharges(
      ProcessorContext<String, ChargebackRow> context, Duration flush, EventHeaders headers) {
    this.context = context;
    this.headers = headers;
    this.pending = context.getStateStore(Chargeback.PENDING);
    this.sequence = context.getStateStore(Chargeback.SEQUENCE);
    this.closed = new ClosedHours(sequence);
    var _ = context.schedule(flush, PunctuationType.WALL_CLOCK_TIME, this::flush);
  }

  @Override
  public void process(Record<String, RatedUsage> record) {
    RatedUsage usage = record.value();
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    Instant hour = usage.getUsedAt().truncatedTo(ChronoUnit.HOURS);
    String correction = closed.isClosed(hour, now) ? LATE : "";
    if (usage.getItems().isEmpty()) {
      collect(PendingCharges.ofNothing(usage, hour, correction));
    }
    for (RatedItem item : usage.getItems()) {
      collect(PendingCharges.of(usage, item, hour, correction));
    }
    closed.saw(usage.getUsedAt(), now);
    if (pendingCount > PENDING_MAX) {
      flush(context.currentSystemTimeMs());
    }
  }

  private void collect(PendingCharge charge) {
    String key = PendingCharges.key(charge);
    PendingCharge before = pending.get(key);
    if (before == null) {
      pendingCount++;
    }
    pending.put(key, before == null ? charge : PendingCharges.sum(before, charge));
  }

  private void flush(long now) {
    List<String> written = new ArrayList<>();
    Long stored = sequence.get(NEXT);
    long next = stored == null ? 0 : stored;
    try (KeyValueIterator<String, PendingCharge> charges = pending.all()) {
      while (charges.hasNext()) {
        KeyValue<String, PendingCharge> charge = charges.next();
        write(FocusRow.of(charge.value, Long.toString(next++)), now);
        written.add(charge.key);
      }
    }
    if (!written.isEmpty()) {
      written.forEach(pending::delete);
      sequence.put(NEXT, next);
    }
    pendingCount = 0;
  }

  private void write(ChargebackRow row, long now) {
    context.forward(
        new Record<>(
            FocusRow.key(row),
            row,
            now,
            headers.of(Topic.CHARGEBACK, row.getXRowId(), Instant.ofEpochMilli(now))));
  }
}
