package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChargebackTest {

  private static final Duration FLUSH = Duration.ofSeconds(10);

  private Harness log;

  @BeforeEach
  void open(@TempDir Path directory) {
    log = new Harness(directory);
    log.price("echo|echo-small|input", "0.15");
    log.price("echo|echo-small|output", "0.60");
  }

  @AfterEach
  void close() {
    log.close();
  }

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
  void listsUsageWithoutAPriceAsUnpriced() {
    write(Samples.usage("r1", 3, 0, NOON).setCacheReadTokens(9));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(
            row -> row.getXTokenType() + " " + row.getXPriced() + " " + row.getBillingCurrency())
        .containsExactly("cache-read false XXX", "input true USD");
    assertThat(log.count("weir.processors.tokens.unpriced")).isEqualTo(9);
  }

  @Test
  void chargesADatedModelAtThePriceOfTheModelThatWasAskedFor() {
    write(Samples.usage("r1", 3, 0, NOON).setServedModel("echo-small-2026-11-01"));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(ChargebackRow::getSkuId)
        .containsExactly("echo|echo-small|input");
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
  void ratesNothingWhereNothingWasSpent() {
    write(Samples.usage("r1", 0, 0, NOON).setUsageSource(UsageSource.NONE));

    assertThat(log.values(Topic.RATED_USAGE)).isEmpty();
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

  private void write(Usage.Builder usage) {
    log.write(Topic.TOKEN_COUNTS, usage.getTeam(), usage.build());
  }
}
