package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Usage becomes rows of a bill: by the hour, once, to the last decimal; closed hours are corrected
 * and never changed.
 */
class ChargebackTest extends ChargebackCase {

  private static final String ROUTED =
      """
      organisation: acme
      providers: {echo: {builtin: echo}}
      models:
        member: {provider: echo, upstream-model: real-name}
      routes:
        fast: {failover: [member]}
      teams: {search: {}}
      """;

  @Test
  void ratesEachTokenClassToTheLastDecimal() {
    write(Samples.usage("r1", 3, 7, NOON));

    RatedUsage rated = log.<RatedUsage>values(Topic.RATED_USAGE).getFirst();
    assertThat(rated.getCurrency()).isEqualTo("USD");
    assertThat(rated.getItems())
        .extracting(item -> item.getTokenType() + " " + item.getCost().toPlainString())
        .containsExactly("input 0.000000450000000000", "output 0.000004200000000000");
  }

  @Test
  void writesOneRowForAnHourOfATokenType() {
    write(Samples.usage("r1", 3, 0, NOON));
    write(Samples.usage("r2", 4, 0, NOON.plusSeconds(3599)));
    write(Samples.usage("r3", 5, 0, NOON.plusSeconds(3600)));
    log.advance(FLUSH);

    List<ChargebackRow> rows = log.values(Topic.CHARGEBACK);
    assertThat(rows).extracting(ChargebackRow::getConsumedQuantity).containsExactly(7L, 5L);
    ChargebackRow row = rows.getFirst();
    assertThat(row.getBilledCost()).isEqualByComparingTo("0.00000105");
    assertThat(row.getPricingQuantity()).isEqualByComparingTo("0.000007");
    assertThat(row.getSkuId()).isEqualTo("echo|echo-small|input");
    assertThat(row.getXRowId()).isEqualTo("search|echo|echo-small|input|2026-11-22T12:00:00Z|0");
    assertThat(row.getXRequestCount()).isEqualTo(2);
    assertThat(row.getChargePeriodEnd()).isEqualTo(NOON.plusSeconds(3600));
    assertThat(row.getBillingPeriodStart()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(row.getBillingPeriodEnd()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(row.getChargeClass()).isEqualTo(ChargeClass.REGULAR);
  }

  @Test
  void addsLateUsageInARowOfItsOwn() {
    write(Samples.usage("r1", 3, 0, NOON));
    log.advance(FLUSH);
    write(Samples.usage("r2", 4, 0, NOON));
    log.advance(FLUSH);
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row -> row.getXRowId() + " " + row.getConsumedQuantity())
        .containsExactly(
            "search|echo|echo-small|input|2026-11-22T12:00:00Z|0 3",
            "search|echo|echo-small|input|2026-11-22T12:00:00Z|1 4");
  }

  @Test
  void correctsABillingPeriodThatIsClosed() {
    write(Samples.usage("r1", 3, 0, Instant.parse("2026-10-31T23:00:00Z")));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(ChargebackRow::getChargeClass)
        .containsExactly(ChargeClass.CORRECTION);
  }

  @Test
  void showsWhatCostNothingAsRequestsWithoutCost() {
    log.policy(1, ROUTED.replace("member:", "echo-small: {provider: echo}\n  member:"));
    write(Samples.usage("r1", 0, 0, NOON).setOutcome(Outcome.REFUSED).setProvider(""));
    write(Samples.usage("r2", 0, 0, NOON).setOutcome(Outcome.REFUSED).setProvider(""));
    write(Samples.usage("r3", 9, 9, NOON).setCacheHit(true));
    write(Samples.usage("r4", 0, 0, NOON).setOutcome(Outcome.UPSTREAM_FAILED));
    log.advance(FLUSH);

    assertThat(log.<RatedUsage>values(Topic.RATED_USAGE))
        .hasSize(4)
        .allSatisfy(rated -> assertThat(rated.getItems()).isEmpty());
    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row ->
            "%s %d %s %s %s"
                .formatted(
                    row.getSkuId(),
                    row.getConsumedQuantity(),
                    row.getConsumedUnit(),
                    row.getBilledCost().stripTrailingZeros(),
                    row.getXPriced()))
        .containsExactly(
            "echo|echo-small|cache-hit 1 Requests 0 true",
            "none|echo-small|refused 2 Requests 0 true",
            "echo|echo-small|unused 1 Requests 0 true");
    assertThat(log.count("weir.processors.tokens.unpriced")).isZero();
  }

  @Test
  void billsEachAttemptToTheProviderThatSpentIt() {
    log.price("spare|echo-large|input", "2");
    write(
        Samples.usage("r1", 3, 0, NOON).setFinalAttempt(false).setOutcome(Outcome.UPSTREAM_FAILED));
    write(
        Samples.usage("r1", 5, 0, NOON)
            .setEventId("r1/usage/2")
            .setAttempt(2)
            .setProvider("spare")
            .setServedModel("echo-large"));
    log.advance(FLUSH);

    assertThat(log.<RatedUsage>values(Topic.RATED_USAGE))
        .extracting(RatedUsage::getAttempt)
        .containsExactly(1, 2);
    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row -> row.getSkuId() + " " + row.getBilledCost().toPlainString())
        .containsExactly(
            "echo|echo-small|input 0.000000450000000000",
            "spare|echo-large|input 0.000010000000000000");
  }

  @Test
  void correctsAnHourThatIsClosedAndNoOther() {
    write(Samples.usage("r1", 1, 0, NOON));
    log.advance(Duration.ofHours(5));
    write(Samples.usage("r2", 2, 0, NOON.plus(Duration.ofMinutes(119))));
    write(Samples.usage("r3", 4, 0, NOON));
    write(Samples.usage("r4", 8, 0, NOON.plus(Duration.ofHours(2))));
    write(Samples.usage("r5", 16, 0, NOON));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row ->
            "%s %d %s %s"
                .formatted(
                    row.getChargePeriodStart().toString().substring(11, 13),
                    row.getConsumedQuantity(),
                    row.getChargeClass(),
                    row.getXCorrectionReason()))
        .containsExactlyInAnyOrder(
            "12 1 REGULAR ",
            "12 4 REGULAR ",
            "13 2 REGULAR ",
            "14 8 REGULAR ",
            "12 16 CORRECTION late-usage");
  }

  @Test
  void closesNoHourWhileTheProcessorsAreDown() {
    log.advance(Duration.ofHours(10));
    write(Samples.usage("r1", 1, 0, NOON));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(ChargebackRow::getChargeClass)
        .containsExactly(ChargeClass.REGULAR);
  }

  @Test
  void letsNoClockOfTheFutureCloseHours() {
    write(Samples.usage("r1", 1, 0, NOON.plus(Duration.ofDays(300))));
    write(Samples.usage("r2", 2, 0, NOON));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(ChargebackRow::getChargeClass)
        .containsOnly(ChargeClass.REGULAR);
  }

  @Test
  void rowsAddUpToUsageToTheLastDecimal() {
    for (long seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      BigDecimal price = BigDecimal.valueOf(random.nextLong(1L << 40), 12);
      log.price("echo|echo-small|input", price.toPlainString());

      long tokens = writeUsage(seed, random);
      log.advance(FLUSH);

      List<ChargebackRow> rows = log.values(Topic.CHARGEBACK);
      assertThat(rows.stream().mapToLong(ChargebackRow::getConsumedQuantity).sum())
          .as("seed %d", seed)
          .isEqualTo(tokens);
      assertThat(
              rows.stream()
                  .map(ChargebackRow::getBilledCost)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .as("seed %d", seed)
          .isEqualByComparingTo(price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6));
      assertThat(rows).extracting(ChargebackRow::getXRowId).doesNotHaveDuplicates();
    }
  }

  /** With repetitions, and with rows being written in between; gives the sum of the tokens. */
  private long writeUsage(long seed, SplittableRandom random) {
    List<Usage> written = new ArrayList<>();
    long tokens = 0;
    for (int i = 0; i < 60; i++) {
      boolean again = i > 0 && random.nextInt(4) == 0;
      Usage usage =
          again
              ? written.get(random.nextInt(written.size()))
              : Samples.usage(seed + "/" + i, random.nextLong(1_000_000), 0, at(random)).build();
      tokens += again ? 0 : usage.getInputTokens();
      written.add(usage);
      log.write(Topic.TOKEN_COUNTS, "search", usage);
      if (random.nextInt(5) == 0) {
        log.advance(FLUSH);
      }
    }
    return tokens;
  }

  private static Instant at(SplittableRandom random) {
    return NOON.minusSeconds(random.nextLong(10 * 3600));
  }
}
