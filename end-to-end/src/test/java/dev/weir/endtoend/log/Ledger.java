package dev.weir.endtoend.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.process.Eventually;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the log holds at one moment, and whether it adds up. What proxies write may stand in it
 * twice after a crash, and the event's id tells; what the processors write stands there as it was
 * read, since they promise to write each record once.
 */
public record Ledger(
    Collection<Prompt> prompts,
    Collection<ResponseFrame> frames,
    Collection<Usage> usages,
    List<RatedUsage> rated,
    List<ChargebackRow> rows,
    List<AuditEntry> audit,
    List<Alert> alerts,
    Map<String, QuotaState> quota) {

  public static Ledger read(LogReader log) {
    Map<String, QuotaState> quota = new HashMap<>();
    log.<QuotaState>records(Topic.QUOTA_STATE)
        .forEach(state -> quota.put(state.key(), state.value()));
    return new Ledger(
        byId(log.values(Topic.PROMPTS), Prompt::getEventId),
        byId(log.values(Topic.RESPONSE_CHUNKS), ResponseFrame::getEventId),
        byId(log.values(Topic.TOKEN_COUNTS), Usage::getEventId),
        log.values(Topic.RATED_USAGE),
        log.values(Topic.CHARGEBACK),
        log.values(Topic.AUDIT),
        log.values(Topic.ALERTS),
        quota);
  }

  private static <T> Collection<T> byId(List<T> all, Function<T, String> id) {
    return all.stream()
        .collect(Collectors.toMap(id, Function.identity(), (first, _) -> first))
        .values();
  }

  /** Whether each beginning has its end, its usage, its audit entry, its price and its charge. */
  public boolean isSettled() {
    return due().isEmpty();
  }

  /**
   * What is still missing, for the reader of a failed test; empty when nothing is. What stands
   * there twice is not missing: {@link #assertAddsUp} names it.
   */
  public List<String> due() {
    Set<String> begun = prompts.stream().map(Prompt::getRequestId).collect(Collectors.toSet());
    long charged =
        byId(rows, ChargebackRow::getXRowId).stream().mapToLong(Ledger::tokensCharged).sum();
    List<String> due = new ArrayList<>();
    compare(due, "ends", begun.size(), ended().size());
    compare(due, "final usages", begun.size(), finished().size());
    compare(due, "rated usages", usages.size(), byId(rated, RatedUsage::getEventId).size());
    compare(due, "audit entries", begun.size(), byId(audit, AuditEntry::getRequestId).size());
    compare(due, "tokens charged", tokens(_ -> true), charged);
    return due;
  }

  private static void compare(List<String> due, String what, long expected, long actual) {
    if (expected != actual) {
      due.add(what + ": expected " + expected + ", found " + actual);
    }
  }

  /** Reads until nothing is due; fails with what is still missing when the time is up. */
  public static Ledger settled(LogReader log, Duration atMost) {
    AtomicReference<List<String>> last = new AtomicReference<>(List.of("everything"));
    try {
      return Eventually.get(
          "a settled ledger",
          atMost,
          () -> {
            Ledger ledger = read(log);
            last.set(ledger.due());
            return Optional.of(ledger).filter(Ledger::isSettled);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; due: " + last.get(), e);
    }
  }

  private Set<String> ended() {
    return frames.stream()
        .filter(frame -> frame.getEnd() != null)
        .map(ResponseFrame::getRequestId)
        .collect(Collectors.toSet());
  }

  private Set<String> finished() {
    return usages.stream()
        .filter(Usage::getFinalAttempt)
        .map(Usage::getRequestId)
        .collect(Collectors.toSet());
  }

  public long tokens(Predicate<Usage> which) {
    return usages.stream().filter(which).mapToLong(Ledger::tokens).sum();
  }

  public static long tokens(Usage usage) {
    return usage.getInputTokens()
        + usage.getCacheReadTokens()
        + usage.getCacheWriteTokens()
        + usage.getOutputTokens()
        + usage.getReasoningTokens()
        + usage.getAudioTokens()
        + usage.getImageTokens();
  }

  /** Rows of what cost nothing count requests. */
  private static long tokensCharged(ChargebackRow row) {
    return row.getConsumedUnit().equals("Tokens") ? row.getConsumedQuantity() : 0;
  }

  /** Fails on the first sum that differs. */
  public void assertAddsUp() {
    Set<String> begun = prompts.stream().map(Prompt::getRequestId).collect(Collectors.toSet());
    assertThat(prompts).as("a prompt is recorded once").hasSameSizeAs(begun);
    assertThat(ended()).as("each beginning has an end").isEqualTo(begun);
    assertThat(finished()).as("each beginning has its usage").isEqualTo(begun);
    assertThat(frames.stream().filter(frame -> frame.getEnd() != null))
        .as("and one end only")
        .hasSameSizeAs(begun);
    assertThat(usages.stream().filter(Usage::getFinalAttempt))
        .as("and one final usage only")
        .hasSameSizeAs(begun);
    assertThat(rated)
        .as("a usage is rated once")
        .extracting(RatedUsage::getEventId)
        .doesNotHaveDuplicates();
    assertThat(rows)
        .as("a row is charged once")
        .extracting(ChargebackRow::getXRowId)
        .doesNotHaveDuplicates();
    assertThat(alerts)
        .as("each step of an alert is told once")
        .extracting(alert -> alert.getFindingUid() + "/" + alert.getRevision())
        .doesNotHaveDuplicates();
    assertThat(audit.stream().map(AuditEntry::getRequestId).toList())
        .as("and one audit entry")
        .containsExactlyInAnyOrderElementsOf(begun);
    assertThat(rows.stream().mapToLong(Ledger::tokensCharged).sum())
        .as("tokens charged")
        .isEqualTo(tokens(_ -> true));
    assertThat(sum(rows.stream().map(ChargebackRow::getBilledCost).toList()))
        .as("money charged")
        .isEqualByComparingTo(ratedCost());
    assertGapless();
  }

  private void assertGapless() {
    Map<String, List<AuditEntry>> chains =
        audit.stream().collect(Collectors.groupingBy(AuditEntry::getChain));
    chains.forEach((chain, entries) -> {
      Set<Long> indexes = new HashSet<>();
      entries.forEach(entry -> indexes.add(entry.getIndex()));
      for (long i = 0; i < entries.size(); i++) {
        assertThat(indexes).as("audit chain " + chain).contains(i);
      }
    });
  }

  private BigDecimal ratedCost() {
    return sum(
        rated.stream()
            .flatMap(usage -> usage.getItems().stream())
            .map(item -> item.getCost() == null ? BigDecimal.ZERO : item.getCost())
            .toList());
  }

  private static BigDecimal sum(Collection<BigDecimal> all) {
    return all.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
