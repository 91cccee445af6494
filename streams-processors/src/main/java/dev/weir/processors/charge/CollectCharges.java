package dev.weir.processors.charge;

import dev.weir.processors.event.Step;
import dev.weir.processors.store.PendingCharge;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
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
import org.jspecify.annotations.Nullable;

/**
 * Adds rated usage up per team, project, model, token type, price and hour, and writes the sums as
 * rows. Holds at most {@value #PENDING_MAX} sums: one more writes all of them early.
 */
final class CollectCharges implements Step<String, RatedUsage> {

  static final int PENDING_MAX = 10_000;

  private static final String NEXT = "next";

  private final ProcessorContext<String, ChargebackRow> context;
  private final EventHeaders headers;
  private final KeyValueStore<String, PendingCharge> pending;
  private final KeyValueStore<String, Long> sequence;
  private int pendingCount;

  CollectCharges(
      ProcessorContext<String, ChargebackRow> context, Duration flush, EventHeaders headers) {
    this.context = context;
    this.headers = headers;
    this.pending = context.getStateStore(Chargeback.PENDING);
    this.sequence = context.getStateStore(Chargeback.SEQUENCE);
    var _ = context.schedule(flush, PunctuationType.WALL_CLOCK_TIME, this::flush);
  }

  @Override
  public void process(Record<String, RatedUsage> record) {
    for (RatedItem item : record.value().getItems()) {
      collect(record.value(), item);
    }
    if (pendingCount > PENDING_MAX) {
      flush(context.currentSystemTimeMs());
    }
  }

  private void collect(RatedUsage usage, RatedItem item) {
    Instant hour = usage.getUsedAt().truncatedTo(ChronoUnit.HOURS);
    String key = key(usage, item, hour);
    PendingCharge before = pending.get(key);
    if (before == null) {
      pendingCount++;
    }
    pending.put(key, sum(before, usage, item, hour));
  }

  private static String key(RatedUsage usage, RatedItem item, Instant hour) {
    String project = usage.getProject() == null ? "" : usage.getProject();
    BigDecimal price = item.getPricePerMillion();
    return String.join(
        "|",
        Long.toString(hour.getEpochSecond()),
        usage.getOrganisation(),
        usage.getTeam(),
        project,
        item.getTokenType(),
        price == null ? "" : usage.getCurrency() + price.toPlainString(),
        usage.getProvider(),
        usage.getModel());
  }

  private static PendingCharge sum(
      @Nullable PendingCharge before, RatedUsage usage, RatedItem item, Instant hour) {
    BigDecimal cost = item.getCost() == null ? BigDecimal.ZERO : item.getCost();
    long estimated = usage.getUsageSource() == UsageSource.ESTIMATED ? item.getTokens() : 0;
    return PendingCharge.newBuilder()
        .setOrganisation(usage.getOrganisation())
        .setTeam(usage.getTeam())
        .setProject(usage.getProject())
        .setProvider(usage.getProvider())
        .setModel(usage.getModel())
        .setTokenType(item.getTokenType())
        .setCurrency(item.getCost() == null ? Rater.NO_CURRENCY : usage.getCurrency())
        .setHour(hour)
        .setPricePerMillion(item.getPricePerMillion())
        .setCost((before == null ? cost : before.getCost().add(cost)).setScale(18))
        .setTokens(Math.addExact(before == null ? 0 : before.getTokens(), item.getTokens()))
        .setEstimatedTokens(
            Math.addExact(before == null ? 0 : before.getEstimatedTokens(), estimated))
        .setRequests(before == null ? 1 : before.getRequests() + 1)
        .build();
  }

  private void flush(long now) {
    List<String> written = new ArrayList<>();
    Long stored = sequence.get(NEXT);
    long next = stored == null ? 0 : stored;
    try (KeyValueIterator<String, PendingCharge> charges = pending.all()) {
      while (charges.hasNext()) {
        KeyValue<String, PendingCharge> charge = charges.next();
        write(FocusRow.of(charge.value, next++, Instant.ofEpochMilli(now)), now);
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
    String key =
        String.join("|", row.getXTeam(), row.getSkuId(), row.getChargePeriodStart().toString());
    context.forward(
        new Record<>(
            key,
            row,
            now,
            headers.of(Topic.CHARGEBACK, row.getXRowId(), Instant.ofEpochMilli(now))));
  }
}
