package dev.weir.endtoend.log;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** The check of the log is itself checked: what is written twice must not escape it. */
final class LedgerTest {

  @Test
  void addsUpWhereEachRecordStandsOnce() {
    assertThatCode(() ->
            ledger(List.of(rated("u1"), rated("u2")), List.of(row("r1")), List.of(alert("a1")))
                .assertAddsUp())
        .doesNotThrowAnyException();
  }

  @Test
  void findsAUsageThatWasRatedTwice() {
    assertThatThrownBy(
            () -> ledger(List.of(rated("u1"), rated("u1")), List.of(), List.of()).assertAddsUp())
        .hasMessageContaining("a usage is rated once")
        .hasMessageContaining("u1");
  }

  @Test
  void findsARowThatWasChargedTwice() {
    assertThatThrownBy(
            () -> ledger(List.of(), List.of(row("r1"), row("r1")), List.of()).assertAddsUp())
        .hasMessageContaining("a row is charged once")
        .hasMessageContaining("r1");
  }

  @Test
  void findsAFindingThatWasRaisedTwice() {
    assertThatThrownBy(
            () -> ledger(List.of(), List.of(), List.of(alert("a1"), alert("a1"))).assertAddsUp())
        .hasMessageContaining("each step of an alert is told once")
        .hasMessageContaining("a1");
  }

  private static Ledger ledger(
      List<RatedUsage> rated, List<ChargebackRow> rows, List<Alert> alerts) {
    return new Ledger(List.of(), List.of(), List.of(), rated, rows, List.of(), alerts, Map.of());
  }

  private static RatedUsage rated(String id) {
    return with(new RatedUsage(), Map.of("eventId", id, "items", List.of()));
  }

  private static ChargebackRow row(String id) {
    return with(
        new ChargebackRow(),
        Map.of("x_RowId", id, "BilledCost", BigDecimal.ZERO, "ConsumedUnit", "Tokens"));
  }

  private static Alert alert(String id) {
    return with(new Alert(), Map.of("findingUid", id));
  }

  /** What the check does not look at stays empty. */
  private static <T extends SpecificRecordBase> T with(T record, Map<String, Object> fields) {
    fields.forEach(record::put);
    return record;
  }
}
