package dev.weir.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.sinks.parquet.ArchiveRow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExactTypesTest {

  private static final Instant HOUR = Instant.parse("2026-11-22T12:00:00.123456Z");

  @TempDir private Path directory;

  @Test
  void givesTheSumOfTheLogToTheLastDecimal() throws Exception {
    var random = new SplittableRandom(7);
    BigDecimal sum = BigDecimal.ZERO;
    var topic =
        new TopicArchive(new LocalDisk(), directory, "costs", ChargebackRow.getClassSchema(), 4096);
    try (PartitionArchive archive = topic.open(0).orElseThrow()) {
      for (int offset = 0; offset < 500; offset++) {
        BigDecimal cost = BigDecimal.valueOf(random.nextLong(-1_000_000_000L, Long.MAX_VALUE), 18);
        sum = sum.add(cost);
        archive.append(new ArchiveRow(0, offset, HOUR, "team|sku", charge(cost)), HOUR);
        if (offset % 200 == 0) {
          archive.seal();
        }
      }
      archive.seal();
    }

    try (var reader = new ArchiveReader()) {
      assertThat(
              reader.row(
                  "select sum(BilledCost), typeof(any_value(BilledCost)), max(ChargePeriodStart),"
                      + " max(_timestamp), count(*), any_value(_key), any_value(ChargeClass) from "
                      + ArchiveReader.files(directory.resolve("costs"))))
          .isEqualTo(
              List.of(
                  sum,
                  "DECIMAL(38,18)",
                  HOUR.atOffset(ZoneOffset.UTC),
                  HOUR.atOffset(ZoneOffset.UTC),
                  500L,
                  "team|sku",
                  "REGULAR"));
    }
  }

  private static ChargebackRow charge(BigDecimal cost) {
    BigDecimal unitPrice = new BigDecimal("2.500000000000");
    return ChargebackRow.newBuilder()
        .setXRowId("row")
        .setBilledCost(cost)
        .setEffectiveCost(cost)
        .setListCost(cost)
        .setContractedCost(cost)
        .setBillingAccountId("acme")
        .setBillingAccountName("acme")
        .setBillingCurrency("USD")
        .setBillingPeriodStart(HOUR)
        .setBillingPeriodEnd(HOUR.plus(Duration.ofDays(30)))
        .setChargeCategory("Usage")
        .setChargeClass(ChargeClass.REGULAR)
        .setChargeDescription("input tokens")
        .setChargeFrequency("Usage-Based")
        .setChargePeriodStart(HOUR)
        .setChargePeriodEnd(HOUR.plus(Duration.ofHours(1)))
        .setConsumedQuantity(1)
        .setConsumedUnit("Tokens")
        .setListUnitPrice(unitPrice)
        .setContractedUnitPrice(unitPrice)
        .setPricingQuantity(cost)
        .setPricingUnit("Tokens")
        .setInvoiceIssuerName("echo")
        .setServiceProviderName("echo")
        .setHostProviderName("echo")
        .setPublisherName("echo")
        .setServiceCategory("AI and Machine Learning")
        .setServiceName("echo")
        .setSkuId("sku")
        .setSkuPriceId("price")
        .setSkuMeter("input")
        .setSubAccountId("search")
        .setSubAccountName("search")
        .setSubAccountType("team")
        .setXTeam("search")
        .setXModel("echo-small")
        .setXTokenType("input")
        .setXRequestCount(1)
        .setXPriced(true)
        .setXEstimatedTokens(0)
        .build();
  }
}
