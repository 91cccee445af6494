package dev.weir.standalone.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.statement.SharedLine;
import dev.weir.governance.statement.SplitBasis;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.serde.TrustedEvents;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of FOCUS 1.4, data set "Cost and Usage", as far as a statement can break them. */
final class FocusCsvTest {

  private static final YearMonth MONTH = YearMonth.of(2026, 10);

  /** All that FOCUS 1.4 has with the feature level Mandatory. */
  private static final List<String> MANDATORY =
      List.of(
          "BilledCost",
          "BillingAccountId",
          "BillingAccountName",
          "BillingCurrency",
          "BillingPeriodEnd",
          "BillingPeriodStart",
          "ChargeCategory",
          "ChargeClass",
          "ChargeDescription",
          "ChargePeriodEnd",
          "ChargePeriodStart",
          "ContractedCost",
          "EffectiveCost",
          "HostProviderName",
          "InvoiceIssuerName",
          "ListCost",
          "ListUnitPrice",
          "PricingQuantity",
          "PricingUnit",
          "ServiceCategory",
          "ServiceName",
          "ServiceProviderName");

  static {
    TrustedEvents.trust();
  }

  private final StringBuilder text = new StringBuilder();

  @Test
  void hasTheColumnsOfFocusBeforeItsOwn() throws IOException {
    List<String> columns = usage(october()).getParser().getHeaderNames();

    assertThat(columns)
        .containsAll(MANDATORY)
        .doesNotContain("PublisherName", "ProviderName")
        .doesNotHaveDuplicates();
    assertThat(columns.subList(columns.indexOf("x_RowId"), columns.size()))
        .allMatch(it -> it.startsWith("x_"));
  }

  @Test
  void statesQuantitiesAndPricesOfUsage() throws IOException {
    CSVRecord row = usage(october());

    assertThat(row.get("ConsumedUnit")).isEqualTo("Tokens");
    assertThat(row.get("PricingUnit")).isEqualTo("1000000 Tokens");
    assertThat(row.get("PricingCategory")).isEqualTo("Standard");
    assertThat(row.get("ServiceSubcategory")).isEqualTo("Generative AI");
    assertThat(
            new BigDecimal(row.get("PricingQuantity"))
                .multiply(new BigDecimal(row.get("ListUnitPrice"))))
        .isEqualByComparingTo(row.get("ListCost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai|gpt-5-nano|input@2", "openai|gpt-5-nano|input@none"})
  void namesThePriceOfASkuByAnIdThatDoesNotChangeWithTheAmount(String before) throws IOException {
    CSVRecord row =
        usage(
            ChargebackRow.newBuilder(october())
                .setSkuPriceId(before)
                .setPricingUnit("1M Tokens")
                .build());

    assertThat(row.get("SkuPriceId")).isEqualTo("openai|gpt-5-nano|input");
    assertThat(row.get("PricingUnit")).isEqualTo("1000000 Tokens");
  }

  @Test
  void isNoCorrectionWhileNobodyWasBilled() throws IOException {
    CSVRecord row =
        usage(
            ChargebackRow.newBuilder(october())
                .setChargeClass(ChargeClass.CORRECTION)
                .setXCorrectionReason("late-usage")
                .build());

    assertThat(row.get("ChargeClass")).isEmpty();
    assertThat(row.get("x_CorrectionReason")).isEqualTo("late-usage");
  }

  @Test
  void billsWhatAnEarlierMonthLackedAsACorrectionInThisOne() throws IOException {
    Instant september = Instant.parse("2026-09-30T12:00:00Z");
    CSVRecord row =
        usage(
            ChargebackRow.newBuilder(october())
                .setBillingPeriodStart(Instant.parse("2026-09-01T00:00:00Z"))
                .setBillingPeriodEnd(Instant.parse("2026-10-01T00:00:00Z"))
                .setChargePeriodStart(september)
                .build());

    assertThat(row.get("ChargeClass")).isEqualTo("Correction");
    assertThat(row.get("BillingPeriodStart")).isEqualTo("2026-10-01T00:00:00Z");
    assertThat(row.get("BillingPeriodEnd")).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(row.get("ChargePeriodStart")).isEqualTo(september.toString());
  }

  @Test
  void leavesEmptyWhatASharedCostHasNot() throws IOException {
    FocusCsv csv = new FocusCsv(text, MONTH);
    csv.write(
        "acme",
        "search",
        new SharedLine(
            "index",
            "platform",
            Optional.empty(),
            "search",
            SplitBasis.COST,
            "USD",
            new BigDecimal("1.5")));

    CSVRecord row = row();

    assertThat(row.get("ChargeCategory")).isEqualTo("Adjustment");
    assertThat(row.get("BilledCost")).isEqualTo("1.5");
    assertThat(
            List.of(
                row.get("ConsumedQuantity"),
                row.get("ConsumedUnit"),
                row.get("ListUnitPrice"),
                row.get("ContractedUnitPrice"),
                row.get("PricingCategory"),
                row.get("PricingQuantity"),
                row.get("PricingUnit"),
                row.get("SkuId"),
                row.get("SkuMeter"),
                row.get("SkuPriceId")))
        .allMatch(String::isEmpty);
  }

  private static ChargebackRow october() {
    return Charges.row("r1", "search", null, "2026-10-05T12:00:00Z", 1_500_000);
  }

  private CSVRecord usage(ChargebackRow row) throws IOException {
    new FocusCsv(text, MONTH).write(row);
    return row();
  }

  private CSVRecord row() throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    return format.parse(new StringReader(text.toString())).getRecords().getFirst();
  }
}
